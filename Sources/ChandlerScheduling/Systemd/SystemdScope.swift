/// Whose manager runs the units.
public enum SystemdScope: Sendable, Hashable {
    /// That of the machine; units name the account they run as.
    case system
    /// That of one user, without the rights of root.
    case user
}
