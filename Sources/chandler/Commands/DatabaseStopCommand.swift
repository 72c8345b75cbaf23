import ArgumentParser
import ChandlerPostgres

/// `chandler db stop`.
struct DatabaseStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the embedded server; its data stays."
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let server = try database.embeddedOnly("stop the embedded server")
        let stopped = try server.stop()
        let words = stopped ? "stopped" : "was not running"
        if output.json {
            try Console.printJSON(DatabaseDocument(status: words))
        } else {
            Console.print("The embedded server \(words).")
        }
    }
}
