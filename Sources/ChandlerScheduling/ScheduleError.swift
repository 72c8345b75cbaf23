/// Why a schedule cannot be written down or installed.
public struct ScheduleError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    public enum Code: String, Sendable, Hashable {
        /// A value that was given cannot be used.
        case usage
        /// The machine, or a file on it, is not as it has to be.
        case configuration
        /// A file could not be written or removed.
        case cannotWrite
        /// The user may not do it.
        case permissionDenied
    }

    /// What kind of fault it is.
    public let code: Code
    /// What was being done, what was found, and what was kept.
    public let message: String
    /// What the person can do.
    public let hint: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The message and the hint.
    public var description: String {
        hint.map { "\(message); \($0)" } ?? message
    }
}
