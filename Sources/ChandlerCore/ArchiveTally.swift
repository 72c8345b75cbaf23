/// What became of the files of a venue's bulk archive in a run, for its report.
public struct ArchiveTally: Sendable, Hashable {
    /// Files whose candles were used.
    public var files = 0
    /// Files that the archive does not have (yet); their candles came over REST.
    public var absent = 0
    /// Files that were not used for another reason; their candles came over REST.
    public var refused = 0
    /// Why the first of them was not used.
    public var firstRefusal: String?
    /// Candles of which the archive had other values than REST, which were taken.
    public var differences = 0
    /// Candles that the archive lacked and REST had.
    public var filled = 0
    /// Rows of used files that broke a rule; REST was asked for their places.
    public var rejected = 0

    /// Begins with zeros.
    public init() {}
}
