/// What an embedded server is doing.
public struct EmbeddedServerStatus: Sendable, Hashable {
    /// The states of a server.
    public enum State: String, Sendable, Hashable {
        /// There is no data folder yet.
        case notCreated
        /// There is a data folder, and no server runs in it.
        case stopped
        /// The server starts or recovers.
        case starting
        /// The server takes connections.
        case running
        /// The server shuts down.
        case stopping
    }

    /// What it is doing.
    public let state: State

    /// The server's main process, if it runs.
    public let processID: Int32?

    /// The major version of the data folder, if there is one.
    public let majorVersion: Int?

    /// The cluster's folder.
    public let dataFolder: String

    /// The file with the server's messages.
    public let logFile: String

    /// The socket's folder, if the server runs.
    public let socketFolder: String?
}
