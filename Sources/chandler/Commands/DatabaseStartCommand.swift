import ArgumentParser
import ChandlerPostgres

/// `chandler db start`.
struct DatabaseStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the embedded server, and make it when needed."
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let server = try database.embeddedOnly("start the embedded server")
        let started = try server.start()
        let words = started ? "started" : "was running already"
        if output.json {
            try Console.printJSON(
                DatabaseDocument(status: words, url: server.connectionConfiguration.uri)
            )
        } else {
            Console.print("The embedded server \(words): \(server.connectionConfiguration.uri)")
        }
    }
}
