internal import Documents
internal import Foundation
internal import Readers
internal import Vocabulary

// What a person sees of a submission.
extension ReadStages {
    /// So many characters of a text are shown.
    private static let mostCharacters = 200_000

    /// Sends what was asked for of the documents: which there are, pictures of pages, or the file itself.
    func show(_ documents: [OpenDocument], _ request: ReadRequest) {
        guard let digest = request.document else { return documents.forEach(describe) }
        // A document that was sent twice looks the same both times; only the message's own text lies in no file.
        let same = documents.filter { $0.document.digest == digest || $0.document.content == digest }
        guard let document = same.first(where: { !$0.file.isEmpty }) ?? same.first else { return }
        if request.purpose == .file {
            sendPlain(document.document)
            send(.content(document.document.digest, Data(document.file).base64EncodedString()))
        } else {
            document.draw(request.pages) { send(.picture(document.document.digest, $0)) }
        }
    }

    /// A document with the frames of its pages, or with its text where it has none.
    private func describe(_ document: OpenDocument) {
        sendPlain(document.document)
        let value = document.document
        let frames = document.frames
        if !frames.isEmpty {
            send(.frames(PageFrames(document: value.digest, pages: frames)))
        } else if let plain = document.plain ?? (value.kind == .xml && value.isReadable ? document.text().text : nil) {
            send(.text(value.digest, String(plain.prefix(Self.mostCharacters))))
        }
    }

    private func sendPlain(_ document: Document) {
        var value = document
        value.fields = []
        send(.document(value))
    }
}
