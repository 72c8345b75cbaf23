/// Why a set of indicators or a saved state cannot be used.
public struct IndicatorError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// No indicator family has that name.
        case unknownName
        /// The family exists, but not with these parameters.
        case badParameter
        /// The column looks into the future and exists for charts only.
        case looksAhead
        /// The text names no indicator at all.
        case emptyList
        /// The saved state is cut short or was changed.
        case damagedState
        /// The saved state has a layout this program does not read.
        case unknownStateVersion
        /// The saved state belongs to another set, or to another version of the algorithms.
        case stateOfOtherSet
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, and what a person can do.
    public let message: String
    /// The name the fault is about, where it is about one.
    public let name: String?
    /// Known names near to `name`, the nearest first.
    public let nearest: [String]
    /// The fault below, where there was one.
    public let cause: (any Error)?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        name: String? = nil,
        nearest: [String] = [],
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.name = name
        self.nearest = nearest
        self.cause = cause
    }

    /// Whether the same call may succeed later: never, nothing here depends on the moment.
    public var isRetryable: Bool { false }

    /// The message.
    public var description: String { message }
}

extension IndicatorError {
    static func damagedState(_ finding: String, size: Int) -> IndicatorError {
        IndicatorError(
            .damagedState,
            "restore the indicator state: the \(size) bytes are damaged, \(finding);"
                + " nothing was restored; recompute the series from its start"
        )
    }

    static func stateOfOtherSet(
        found: some Sequence<UInt8>,
        expected: String
    ) -> IndicatorError {
        let text = quoted(String(decoding: Array(found), as: UTF8.self))
        return IndicatorError(
            .stateOfOtherSet,
            "restore the indicator state: it was saved for the set \(text), wanted is"
                + " \"\(expected)\"; recompute the series from its start"
        )
    }

    /// An error about one name, with the known names nearest to it.
    static func about(_ name: String, _ code: Code, _ finding: String) -> IndicatorError {
        let nearest = IndicatorCatalog.nearest(to: name)
        return IndicatorError(
            code,
            "choose indicators: \(quoted(name)) \(finding); nearest known: "
                + nearest.joined(separator: ", "),
            name: name,
            nearest: nearest
        )
    }

    /// The value in quotes, control characters replaced, cut to 80 characters.
    private static func quoted(_ value: String) -> String {
        let cut = value.count > 80 ? value.prefix(80) + "…" : value[...]
        let clean = cut.map { $0.isASCII && ($0.asciiValue ?? 0) < 32 ? "?" : $0 }
        return "\"" + String(clean) + "\""
    }
}
