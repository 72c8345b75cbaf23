public import ChandlerStore

/// A role that is a member of one of Chandler's roles.
public struct RoleMember: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// What it is a member of.
    public let role: DatabaseRole
    /// Whether it can log in.
    public let canLogIn: Bool
    /// What it has beside the role that makes it more than that, such as `superuser`.
    public let excess: [String]
}
