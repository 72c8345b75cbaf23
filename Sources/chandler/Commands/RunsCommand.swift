public import ArgumentParser
import ChandlerCore
public import ChandlerStore

/// `chandler runs`: what the ledger says of runs.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Show past and present runs from the ledger.",
        discussion: """
            Every command that changes the database is a run: it has a number, and the ledger keeps \
            its arguments, version, outcome and what it moved. Times are UTC. A run is lost when its \
            program is gone and did not say how it ended; the next run closes it as interrupted.

            Nothing is written and the schema is left as it is: any login that may read will do.

            EXAMPLES
              chandler runs
              chandler runs --status failed --since 7d
              chandler runs --pipeline crypto-core-1m --limit 5 --json
              chandler runs show 42
            """,
        subcommands: [RunsListCommand.self, RunsShowCommand.self],
        defaultSubcommand: RunsListCommand.self
    )
}

extension DatabaseArguments {
    /// Connects to read the ledger, and leaves the schema as it is.
    ///
    /// - Throws: ``CommandFailure`` where the schema is older than the ledger of this program.
    func ledger(for command: String) async throws -> StoreLane {
        let lane = try StoreLane(try reach(), applicationName: "chandler \(command)")
        let status = try await lane.schemaStatus()
        guard status.pending.isEmpty else {
            let version = status.applied.last?.version ?? 0
            let newest = status.pending.last?.version ?? version
            throw CommandFailure(
                exit: .configuration,
                message: "read the ledger: "
                    + (version == 0
                        ? "the database has no schema of Chandler's yet"
                        : "the database's schema is at version \(version), this program reads "
                            + "version \(newest)")
                    + "; nothing was changed; run \"chandler db migrate\" first"
            )
        }
        return lane
    }
}

extension RunStanding: ExpressibleByArgument {
    /// The colour of a line about such a run; `nil` for none.
    var color: Int? {
        switch self {
        case .running: 36
        case .succeeded: nil
        case .failed, .lost: 31
        case .interrupted: 33
        }
    }

    /// A line in the colour, where colours are wanted.
    func colored(_ line: String) -> String {
        guard Console.hasColor, let color else { return line }
        return "\u{1B}[\(color)m\(line)\u{1B}[0m"
    }
}
