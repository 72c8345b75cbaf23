/// Something in a pipeline file that a person should look at.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable, Encodable {
        /// The file cannot be used.
        case error
        /// The file can be used, but probably does not do what was meant.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// The file, as it was named.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), from 1.
    public let column: Int
    /// How many characters it is about, where that is known; they are all in one line.
    public let length: Int?
    /// Which key it is about, such as `series[0].symbols[2]`; empty for the file as a whole.
    public let keyPath: String
    /// What was found and what was expected; never a secret.
    public let message: String
    /// What a person can do, where that is not plain from the message.
    public let hint: String?

    /// Creates a finding.
    public init(
        _ severity: Severity,
        path: String,
        line: Int,
        column: Int,
        length: Int? = nil,
        keyPath: String = "",
        message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.path = path
        self.line = line
        self.column = column
        self.length = length
        self.keyPath = keyPath
        self.message = message
        self.hint = hint
    }

    /// One line as compilers print it: `file:line:column: error: message; hint`.
    public var description: String {
        "\(path):\(line):\(column): \(severity.rawValue): \(message)"
            + (hint.map { "; \($0)" } ?? "")
    }
}
