/// A session of a login, so that a person finds the program it belongs to.
public struct LoginSession: Sendable, Hashable, CustomStringConvertible {
    /// The server's process.
    public let processID: Int64
    /// The database.
    public let database: String
    /// What the program calls itself.
    public let application: String
    /// The client's address; `nil` on a socket, or where the asking role may not see it.
    public let address: String?
    /// When it began, as the server prints it; `nil` where the asking role may not see it.
    public let began: String?

    /// All of it in a few words.
    public var description: String {
        "\(application.isEmpty ? "unnamed" : application) in \(database) (process \(processID)"
            + (address.map { ", from \($0)" } ?? "") + (began.map { ", since \($0)" } ?? "") + ")"
    }
}
