import Glibc

/// What backing the cluster up and putting one back needs to know.
extension EmbeddedServer {
    /// The folder of the cluster itself.
    package var dataFolder: String { folders.data }

    /// The variables that the server was described with.
    package var variables: [String: String] { environment }

    /// As whom the server and everything that touches its files runs.
    package func account() throws(PostgresError) -> ServerAccount {
        try ServerAccount.current(environment)
    }

    /// The installed programs of the cluster's version; of the newest one where there is no cluster.
    package func programs() throws(PostgresError) -> ServerPrograms {
        try ServerPrograms.find(
            environment: environment,
            wantedMajor: try existingMajorVersion()
        )
    }

    /// Makes the server's own folder, for a cluster that another program puts into it.
    package func makeFolder() throws(PostgresError) {
        try prepareFolder(for: account())
    }
}

extension EmbeddedServer {
    /// Stops the server at once, and removes its socket's folder where that lies elsewhere.
    ///
    /// For a server that is about to be removed with all it holds.
    package func abandon() {
        let socketFolder = plannedSocketFolder
        _ = try? stop(.immediate)
        guard !socketFolder.hasPrefix("\(folder)/") else { return }
        for name in SmallFile.names(in: socketFolder) where name.hasPrefix(".s.PGSQL.") {
            unlink("\(socketFolder)/\(name)")
        }
        rmdir(socketFolder)
    }
}
