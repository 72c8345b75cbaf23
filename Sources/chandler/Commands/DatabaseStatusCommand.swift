import ArgumentParser
import ChandlerPostgres
import ChandlerStore

/// `chandler db status`.
struct DatabaseStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the server and the schema's version."
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        var document = DatabaseDocument(status: "running")
        let configuration: ConnectionConfiguration
        if let external = try database.external() {
            configuration = external
            document.server = "configured by \(external.source.name)"
        } else {
            let server = try database.embedded()
            let status = try server.status()
            document.server = "embedded"
            document.dataFolder = status.dataFolder
            document.logFile = status.logFile
            document.status = status.state.rawValue
            configuration = server.connectionConfiguration
            guard status.state == .running else { return try show(document) }
        }
        document.url = configuration.uri
        let lane = try StoreLane(configuration, applicationName: "chandler db status")
        let schema = try await lane.schemaStatus()
        document.schemaVersion = schema.applied.last?.version ?? 0
        document.schemaPending = schema.pending.count
        try show(document)
    }

    private func show(_ document: DatabaseDocument) throws {
        if output.json { return try Console.printJSON(document) }
        Console.print("server   \(document.server ?? "-"), \(document.status)")
        if let url = document.url { Console.print("url      \(url)") }
        if let folder = document.dataFolder { Console.print("data     \(folder)") }
        if let log = document.logFile { Console.print("log      \(log)") }
        if let version = document.schemaVersion, let pending = document.schemaPending {
            let words = pending == 0 ? "current" : "\(Words.plural(pending, "migration")) pending"
            Console.print("schema   version \(version), \(words)")
        }
    }
}
