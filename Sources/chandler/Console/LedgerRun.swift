import ChandlerStore

/// A run as the ledger keeps it: begun before anything is fetched, ended whatever becomes of it.
struct LedgerRun {
    /// Its number.
    let id: Int64
    private let lane: StoreLane

    /// Enters a run of this program with its arguments, secrets left out.
    init(_ command: String, over lane: StoreLane) async throws {
        let arguments = LedgerArguments(CommandLine.arguments)
        id = try await lane.beginRun(
            command: command,
            arguments: try Console.json(arguments),
            version: Chandler.version
        )
        self.lane = lane
    }

    /// Enters how the run ended; a database that is gone does not hide the run's own failure.
    ///
    /// - Parameters:
    ///   - failure: What went wrong, if anything did.
    ///   - document: The report.
    /// - Throws: `StoreError` where nothing went wrong before.
    func end(_ failure: RunFailure?, _ document: some Encodable) async throws {
        do {
            try await lane.finishRun(id, RunOutcome(failure), report: try Console.json(document))
        } catch {
            if failure == nil { throw error }
        }
    }
}

/// Why a run failed: the code it ends with, and the words.
typealias RunFailure = (exit: Exit, message: String)

extension RunOutcome {
    /// A run's end as the ledger holds it.
    init(_ failure: RunFailure?) {
        guard let failure else {
            self.init(status: .succeeded, exitCode: 0)
            return
        }
        self.init(
            status: failure.exit == .interrupted ? .interrupted : .failed,
            exitCode: Int(failure.exit.rawValue),
            error: failure.message
        )
    }
}
