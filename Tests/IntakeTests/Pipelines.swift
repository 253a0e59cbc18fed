import Deciding
import Intake
import Readers
import TestSupport
import Testing

/// Pipelines with real readers.
enum Pipelines {
    static func make(_ profile: ReaderProfile, readers: Int = 2) async throws -> (Pipeline, ReaderPool) {
        let pool = ReaderPool(ReaderCommand(executable: Place.reader, profile: profile), count: readers)
        let equipment = try await pool.equipment()
        let catalogue = try #require(equipment.catalogue, "\(equipment.failure ?? "")")
        return (Pipeline(catalogue: catalogue, office: Office(), pool: pool), pool)
    }
}
