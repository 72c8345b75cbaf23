/// What one look at the database found.
public struct Finding: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// As it should be.
        case healthy
        /// The role that looked may not see it: neither healthy nor ill.
        case notVisible
        /// Worth knowing; nothing has to be done now.
        case notice
        /// Will do harm when it stays.
        case warning
        /// Does harm, or data may be lost.
        case broken

        /// The word for programs, such as `not_visible`.
        public var name: String { self == .notVisible ? "not_visible" : "\(self)" }

        /// Orders severities, the worst last.
        public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// What never changes between versions, such as `partitions.ahead`.
    public let id: String
    /// What was looked at, for people.
    public let title: String
    /// How bad it is.
    public let severity: Severity
    /// What was found, in one sentence.
    public let words: String
    /// What was measured; the unit stands in the key.
    public let values: [Measure]
    /// What to do, in words.
    public let remedy: String?
    /// What to type, where one command does it.
    public let command: String?
}

/// One measured value.
public struct Measure: Sendable, Hashable {
    /// The values that are measured.
    public enum Value: Sendable, Hashable {
        /// A count, or whole bytes.
        case int(Int64)
        /// A number; seconds or a ratio from 0 to 1.
        case number(Double)
        /// A word.
        case text(String)
        /// Yes or no.
        case flag(Bool)
        /// Words.
        case texts([String])
    }

    /// The name in snake case, with the unit at its end: `free_bytes`, `lag_seconds`, `hit_ratio`.
    public let key: String
    /// The value.
    public let value: Value
}
