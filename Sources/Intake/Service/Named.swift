internal import Glibc
internal import NIOCore
internal import ServiceLifecycle

/// Why the service cannot begin: another program has an address that it was told to listen on.
public struct AddressFault: Error, CustomStringConvertible {
    /// What is wrong and what to do, in German.
    public var description: String
}

/// Something that listens, with the name it has in the configuration.
struct Named: Service {
    let name: String
    let service: any Service

    /// Runs it; says its name where it cannot be reached.
    func run() async throws {
        do {
            try await service.run()
        } catch let error as IOError {
            let why = unsafe String(cString: strerror(error.errnoCode))
            throw AddressFault(
                description:
                    "„\(name)“ kann unter der Adresse in der Konfiguration nicht erreicht werden (\(why)). Hat sie schon ein anderes Programm?"
            )
        }
    }
}
