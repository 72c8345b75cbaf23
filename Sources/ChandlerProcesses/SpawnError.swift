import Glibc

/// A program that could not be started.
public struct SpawnError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, such as `start`.
    public let action: String
    /// To which program; empty where it was none yet.
    public let program: String
    /// The system's number.
    public let number: Int32

    /// Creates an error.
    public init(_ action: String, _ program: String, _ number: Int32) {
        self.action = action
        self.program = program
        self.number = number
    }

    /// What was being done, and the system's words for what was wrong with it.
    public var description: String {
        let what = program.isEmpty ? "a program" : "\"\(program.prefix(80))\""
        return "\(action) \(what): \(words)"
    }

    /// The system's words.
    public var words: String { "\(String(cString: strerror(number))) (errno \(number))" }
}
