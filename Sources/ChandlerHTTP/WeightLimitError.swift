/// Why a text is no limit.
public struct WeightLimitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was read, what is wrong with it and what was expected.
    public let description: String

    /// Makes the error for a text.
    init(_ text: String, _ fault: String) {
        description =
            "the limit \(quoted(text)) cannot be read: \(fault); expected a weight and the time in "
            + "which it may be used, such as 100/10s, 1200/1m or 20000/1h"
    }
}
