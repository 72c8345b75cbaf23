/// The program under test with the environment it is started in.
package struct Chandler: Sendable {
    /// Its variables; nothing of the user's is passed on.
    package var environment = RunningProgram.plainEnvironment
    /// Words before the program, such as those that change the user.
    package var prefix: [String] = []
    /// The program's path.
    package var path = "\(TestPlaces.programs)/chandler"

    /// The program with a database.
    package init(database: TestDatabase) {
        environment["POSTGRES_URL"] = database.url
    }

    /// The program with variables of its own.
    package init(environment: [String: String]) {
        self.environment.merge(environment) { $1 }
    }

    /// Starts the program.
    package func start(_ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(prefix + [path] + arguments, environment: environment)
    }

    /// Runs the program to its end.
    package func run(
        _ arguments: [String],
        within limit: Duration = .seconds(120)
    ) async throws -> FinishedProgram {
        try await start(arguments).end(within: limit)
    }

    /// Runs the program to its end.
    package func run(_ arguments: String...) async throws -> FinishedProgram {
        try await run(arguments)
    }
}
