/// Why a run could not go on.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// What was asked for makes no sense.
        case usage
        /// The stored indicators belong to another set.
        case indicatorsDiffer
        /// What is stored contradicts itself.
        case inconsistent
        /// The series is not stored, or not in the span.
        case nothingStored
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, what was kept, and what a person can do.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
