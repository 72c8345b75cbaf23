import ArgumentParser
import ChandlerStore

/// `chandler db migrate`.
struct DatabaseMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema up to a version, the newest by default.",
        discussion: """
            Makes the coming months of every partitioned table too, and, in the embedded server, \
            the roles ("chandler db roles").
            """
    )

    @Option(help: ArgumentHelp("The version to end at.", valueName: "version"))
    var to: Int?

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let lane = try StoreLane(try database.reach(), applicationName: "chandler db migrate")
        let applied = try await lane.migrate(to: to)
        let status = try await lane.schemaStatus()
        let version = status.applied.last?.version ?? 0
        if status.pending.isEmpty {
            try await DatabaseArguments.settle(lane, hasMigrated: !applied.isEmpty)
        }
        if output.json {
            try Console.printJSON(
                DatabaseDocument(
                    status: "migrated",
                    schemaVersion: version,
                    applied: applied.map(\.version)
                )
            )
        } else {
            for step in applied { Console.print("applied \(step.version) \(step.name)") }
            Console.print("schema version \(version)\(applied.isEmpty ? ", nothing to do" : "")")
        }
    }
}
