/// Why a candle of the range is not a row of the dataset.
///
/// A row that has several reasons is counted under the first of them in this order.
public enum DropReason: String, Sendable, Hashable, CaseIterable {
    /// A selected indicator had not seen enough candles yet.
    case warmUp = "warm_up"
    /// The label window of the longest horizon reaches beyond the row's split.
    case purged
    /// The row lies within the embargo after a boundary.
    case embargoed
    /// A label is null, and unlabelled rows were not wanted.
    case unlabelled

    /// The reason in words.
    public var words: String {
        switch self {
        case .warmUp: "an indicator was still warming up at the start of the series"
        case .purged: "the label window of the longest horizon reaches into the next split"
        case .embargoed: "the row opens within the embargo after a split boundary"
        case .unlabelled: "a label is null and unlabelled rows are dropped"
        }
    }
}
