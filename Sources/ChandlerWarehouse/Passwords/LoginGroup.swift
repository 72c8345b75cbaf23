/// A group role whose two logins have passwords in turn.
///
/// The group holds the privileges and never logs in; its members `NAME_a` and `NAME_b` log in and
/// hold none of their own.
public enum LoginGroup: String, Sendable, Hashable, CaseIterable {
    /// The pipeline and the bots.
    case app
    /// Reports.
    case reader
    /// Whoever migrates and maintains.
    case owner

    /// The group's name on the server.
    public var name: String { "chandler_\(rawValue)" }

    /// The names of its logins.
    public var logins: [String] { [name + "_a", name + "_b"] }

    /// Whether sessions of its logins act as the group from their beginning.
    ///
    /// What a session makes belongs to the role it acts as: a table that `chandler_owner_a` made
    /// could not be altered by `chandler_owner_b`.
    var actsAsGroup: Bool { self == .owner }
}
