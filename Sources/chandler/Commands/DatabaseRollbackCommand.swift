import ArgumentParser
import ChandlerStore

/// `chandler db rollback`.
struct DatabaseRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Undo migrations down to a version. Drops tables with all their rows."
    )

    @Option(
        help: ArgumentHelp("The version to end at; one step back by default.", valueName: "version")
    )
    var to: Int?

    @Flag(help: "Do it; without this, only show what would be undone.")
    var yes = false

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try StoreLane(try database.reach(), applicationName: "chandler db rollback")
        let status = try await lane.schemaStatus()
        let current = status.applied.last?.version ?? 0
        let target = to ?? max(0, current - 1)
        guard (0...current).contains(target) else {
            throw CommandFailure(
                exit: .configuration,
                message: "roll back to schema version \(target): the database is at version "
                    + "\(current); nothing was done"
            )
        }
        guard yes else {
            let steps = status.applied.filter { $0.version > target }.reversed()
            for step in steps { Console.note("would undo \(step.version) \(step.name)") }
            throw CommandFailure(
                exit: .usage,
                message: "roll back from schema version \(current) to \(target): tables and their "
                    + "rows would be dropped; nothing was done; give --yes to do it"
            )
        }
        let undone = try await lane.rollback(to: target)
        if output.json {
            try Console.printJSON(
                DatabaseDocument(
                    status: "rolled back",
                    schemaVersion: target,
                    rolledBack: undone.map(\.version)
                )
            )
        } else {
            for step in undone { Console.print("undid \(step.version) \(step.name)") }
            Console.print("schema version \(target)")
        }
    }
}
