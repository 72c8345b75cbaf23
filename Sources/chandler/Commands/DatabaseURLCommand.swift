import ArgumentParser
import ChandlerPostgres

/// `chandler db url`.
struct DatabaseURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url",
        abstract: "Print a libpq URI for psql and others; a password is never part of it."
    )

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let uri = try database.reach().uri
        if output.json {
            try Console.printJSON(DatabaseDocument(status: "running", url: uri))
        } else {
            Console.print(uri)
        }
    }
}
