/// What a rotation did.
public struct RotatedPassword: Sendable, Hashable {
    /// The group role.
    public let group: LoginGroup
    /// The login in the file.
    public let login: String
    /// The login that was in use before and is still let in; `nil` at the first rotation.
    public let previous: String?
    /// The file with the new URL.
    public let file: PasswordFile
    /// Whether an earlier rotation, which had been cut off, was brought to its end instead: the
    /// password in the file is the one that it had made.
    public let isResumed: Bool
}

/// What the end of a rotation did.
public struct FinishedRotation: Sendable, Hashable {
    /// The group role.
    public let group: LoginGroup
    /// The login that goes on.
    public let login: String
    /// The login that is let in no more; `nil` when there was none left to shut out.
    public let disabled: String?
    /// Whether the file was there, and its login tried.
    public let isFileProven: Bool
    /// How many of the old login's sessions were told to end.
    public let endedSessions: Int
    /// Sessions of the old login that began while it was shut out.
    public let remaining: [LoginSession]
}
