/// One of the three roles that hold Chandler's rights; logins are members of them.
public enum DatabaseRole: String, Sendable, Hashable, CaseIterable {
    /// Owns everything of Chandler's, migrates and removes; no superuser.
    case owner = "chandler_owner"
    /// Loads, and writes what the three systems write; owns and drops nothing.
    case app = "chandler_app"
    /// Reads for reports.
    case reader = "chandler_reader"
}
