import ArgumentParser
import ChandlerPostgres
import Foundation

/// `chandler db psql`.
struct DatabasePsqlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql",
        abstract: "Open psql on the database; arguments after -- go to psql.",
        discussion: """
            EXAMPLE
              chandler db psql -- -c 'SELECT count(*) FROM market_data'
            """
    )

    @OptionGroup var database: DatabaseArguments

    @Argument(parsing: .postTerminator, help: "Arguments for psql.")
    var arguments: [String] = []

    func run() async throws {
        let configuration = try database.reach()
        for (name, value) in configuration.childEnvironment { setenv(name, value, 1) }
        var words: [UnsafeMutablePointer<CChar>?] = (["psql", configuration.uri] + arguments)
            .map { strdup($0) }
        words.append(nil)
        execvp("psql", words)
        throw CommandFailure(
            exit: .configuration,
            message: "start psql: \(String(cString: strerror(errno))); it is in the Debian "
                + "package postgresql-client"
        )
    }
}
