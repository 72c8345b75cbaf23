import Glibc

extension EmbeddedServer {
    /// How far one gets with a server.
    enum Reach {
        /// No server runs.
        case nothing
        /// A server runs, but is not ready, or its socket does not answer.
        case process
        /// The server answers, but has no database `chandler`.
        case server
        /// Everything is there.
        case database
    }

    /// Tries to connect.
    func reach() throws(PostgresError) -> Reach {
        guard PostmasterFile.ofRunningServer(in: folders.data) != nil else { return .nothing }
        do throws(PostgresError) {
            _ = try PostgresConnection(connectionConfiguration)
            return .database
        } catch {
            switch error.code {
            case .undefinedDatabase: return .server
            case .serverNotReady, .connectionFailed, .connectionLost, .serverShutDown:
                return PostmasterFile.ofRunningServer(in: folders.data) == nil
                    ? .nothing : .process
            default: throw error
            }
        }
    }

    /// The error about a server that does not answer.
    func unreachable() -> PostgresError {
        let running = PostmasterFile.ofRunningServer(in: folders.data)
        let process =
            running.map { "process \($0.processID) runs (\($0.phase)), but" }
            ?? "its process has ended and"
        return PostgresError(
            code: .serverControlFailed,
            message: "reach the embedded server in \"\(folder)\": \(process) does not answer on "
                + "its socket in \"\(running?.socketFolder ?? plannedSocketFolder)\"",
            hint: "stop it with \"chandler db stop\" and start it again; see \(folders.log)"
        )
    }

    func createDatabase() throws(PostgresError) {
        let maintenance = connectionConfiguration.with(database: "postgres")
        let connection = try PostgresConnection(maintenance)
        do throws(PostgresError) {
            try connection.execute("CREATE DATABASE \(Self.database)")
        } catch  where error.code == .duplicateObject || error.code == .uniqueViolation {
            // Somebody else was faster.
        }
    }
}
