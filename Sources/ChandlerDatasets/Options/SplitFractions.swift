import ChandlerCore

/// The shares of the time range that training, validation and test rows come from.
///
/// The shares are those of time, not of rows: they are fixed before the first row is read, so a
/// streamed dataset and one read back from the table are cut at the same moments.
public struct SplitFractions: Sendable, Hashable, CustomStringConvertible {
    /// Percent of the range, from its start, for training.
    public let train: Int
    /// Percent of the range, after training, for validation.
    public let validation: Int
    /// Percent of the range, at its end, for testing.
    public let test: Int

    /// 70 % training, 15 % validation, 15 % test.
    public static let standard = SplitFractions(checkedTrain: 70, validation: 15, test: 15)

    /// Checks three shares.
    ///
    /// - Throws: ``DatasetError`` with code `invalidOptions` where one is negative or they do not
    ///   add up to 100.
    public init(train: Int, validation: Int, test: Int) throws(DatasetError) {
        let isValid =
            [train, validation, test].allSatisfy { (0...100).contains($0) }
            && train + validation + test == 100
        guard isValid else { throw Self.invalid("\(train)/\(validation)/\(test)") }
        self.init(checkedTrain: train, validation: validation, test: test)
    }

    /// Reads three whole percentages, such as `70/15/15`.
    ///
    /// - Throws: ``DatasetError`` with code `invalidOptions` naming the text and the rule.
    public init(parsing text: String) throws(DatasetError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let train = parts[0], let validation = parts[1], let test = parts[2]
        else { throw Self.invalid(text) }
        try self.init(train: train, validation: validation, test: test)
    }

    /// The shares as they are parsed.
    public var description: String { "\(train)/\(validation)/\(test)" }

    private init(checkedTrain: Int, validation: Int, test: Int) {
        train = checkedTrain
        self.validation = validation
        self.test = test
    }

    private static func invalid(_ text: String) -> DatasetError {
        DatasetError(
            .invalidOptions,
            "split was \(quoted(text)): three whole percentages that add up to 100 were expected, "
                + "such as 70/15/15"
        )
    }
}
