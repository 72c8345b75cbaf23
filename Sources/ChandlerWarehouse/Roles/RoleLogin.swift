public import ChandlerStore

/// A login that is to be made a member.
public struct RoleLogin: Sendable, Hashable {
    /// Its name; a database administrator made it.
    public let name: String
    /// What it becomes a member of.
    public let role: DatabaseRole

    /// Creates one.
    public init(name: String, role: DatabaseRole) {
        self.name = name
        self.role = role
    }
}
