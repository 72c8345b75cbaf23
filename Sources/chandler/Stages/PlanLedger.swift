import ChandlerCore
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore

/// The ledger as a plan reads it: nothing is started, made or migrated.
struct PlanLedger {
    /// The database; `nil` where it cannot be read.
    let lane: StoreLane?
    /// Whether the schema is the program's.
    let isCurrent: Bool
    let planner: SeriesPlanner
    /// What a person should know of it.
    let note: String?

    /// Looks for the ledger; one that cannot be read leaves a plan from scratch.
    init(_ database: DatabaseArguments) async throws {
        guard let configuration = try Self.running(database) else {
            self.init("the database is not running: planned as if nothing were stored")
            return
        }
        do {
            let lane = try StoreLane(configuration, applicationName: "chandler pipeline plan")
            let status = try await lane.schemaStatus()
            guard !status.applied.isEmpty else {
                self.init("nothing is stored yet; the run makes the schema")
                return
            }
            self.init(lane, behind: status.pending.count, try await SeriesPlanner(lane))
        } catch {
            self.init("the ledger cannot be read, planned as if nothing were stored: \(error)")
        }
    }

    private init(_ lane: StoreLane, behind pending: Int, _ planner: SeriesPlanner) {
        self.lane = lane
        self.planner = planner
        isCurrent = pending == 0
        note =
            isCurrent
            ? nil
            : "the schema is \(Words.plural(pending, "migration")) behind; the run brings it up to "
                + "date"
    }

    private init(_ note: String) {
        lane = nil
        isCurrent = false
        planner = SeriesPlanner()
        self.note = note
    }

    private static func running(_ database: DatabaseArguments) throws -> ConnectionConfiguration? {
        if let external = try database.external() { return external }
        let server = try database.embedded()
        return try server.status().state == .running ? server.connectionConfiguration : nil
    }
}
