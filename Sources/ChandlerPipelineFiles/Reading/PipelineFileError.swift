/// Why a pipeline file cannot be used.
public struct PipelineFileError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// There is no file of that name, or it cannot be read.
        case unreadable
        /// The text is no pipeline; the findings say why.
        case faulty
        /// The documentation has no such key.
        case unknownKey
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, and what a person can do.
    public let message: String
    /// All that was found in the file, errors and warnings.
    public let findings: [Finding]

    /// Creates an error.
    public init(_ code: Code, _ message: String, findings: [Finding] = []) {
        self.code = code
        self.message = message
        self.findings = findings
    }

    /// Whether the same call may succeed later without a change of the file: never.
    public var isRetryable: Bool { false }

    /// The message, and each finding on a line of its own.
    public var description: String {
        ([message] + findings.map(\.description)).joined(separator: "\n")
    }
}
