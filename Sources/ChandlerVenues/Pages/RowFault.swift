/// Why a row is not a candle.
struct RowFault: Error {
    /// A stable word for the rule.
    let rule: String
    /// What was wrong, naming field and value.
    let reason: String
}
