import ArgumentParser
import Foundation
import Readers
import ReaderWorker

/// The program that opens foreign bytes: started by `eingang`, not by people.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eingang-reader",
        abstract: "Liest Nachrichten für das Programm eingang, das diesen Leseprozess startet und beendet."
    )

    @Argument(help: ArgumentHelp("Das Profil der Behörde als JSON.", valueName: "profile"))
    var profile: String

    func run() throws {
        guard let profile = try? JSONDecoder().decode(ReaderProfile.self, from: Data(profile.utf8)) else {
            throw ValidationError("Das Profil ist nicht lesbar. Dieses Programm wird von eingang gestartet.")
        }
        ReaderLoop.run(profile)
    }
}
