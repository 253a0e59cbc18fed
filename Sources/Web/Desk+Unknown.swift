internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Store
internal import Vocabulary

// Messages in which no form was recognised: read again, as a form that a person names, one by one or all that look alike.
extension Desk {
    /// So many cases are read again with one click; whoever has more clicks again.
    private static let mostAtOnce = 50

    /// The page on which a clerk has a case read again.
    func askReading(_ work: Work) async throws -> Response {
        guard let file = try await archive.rows.find(work.number, office: work.office) else { throw Refusal.notFound }
        return Pages.reading(file, work)
    }

    /// Reads a case again.
    func readAgain(_ work: Work) async throws -> Response {
        guard let file = try await archive.rows.find(work.number, office: work.office) else { throw Refusal.notFound }
        guard work.form["version"] == "\(file.version)" else { throw StoreError.conflict }
        guard let retry = work.branch.retry else { throw Self.noReader }
        switch try await retry(work.number, try form(work), work.person) {
        case nil: throw Refusal.notFound
        case .decided: return Pages.redirect(work.place(of: work.number))
        case .unchanged: throw Refusal(status: .conflict, sentence: "Es kommt dasselbe heraus; nichts wurde geändert.")
        case .refused(let reason): throw Refusal(status: .conflict, sentence: reason)
        }
    }

    /// Reads all cases again that look alike.
    func readAlikes(_ work: Work) async throws -> Response {
        guard let shape = work.form["aussehen"], !shape.isEmpty else { throw Refusal.notFound }
        guard let retry = work.branch.retry else { throw Self.noReader }
        var list = CaseList(.shelf(.unknown), today: clock().localDate)
        list.shape = shape
        let (form, cases) = (try form(work), try await archive.rows.cases(list, office: work.office, limit: Self.mostAtOnce))
        var recognised = 0
        for summary in cases {
            do {
                guard case .decided(let decision) = try await retry(summary.number, form, work.person) else { continue }
                if decision.record != nil { recognised += 1 }
            } catch let error as StoreError where error.code == .conflict {
                // Somebody is at it; they see it as it is.
                continue
            }
        }
        return Pages.redirect("\(work.root)?was=\(Shelf.unknown.rawValue)&gelesen=\(cases.count)&erkannt=\(recognised)")
    }

    /// The form that a person names; nil to find out.
    private func form(_ work: Work) throws -> String? {
        guard let id = work.form["formular"], !id.isEmpty else { return nil }
        guard let form = work.branch.catalogue.form(id), !form.isAnswer else { throw Refusal.notFound }
        return form.id
    }

    private static let noReader = Refusal(status: .serviceUnavailable, sentence: "Hier läuft kein Leseprozess.")
}
