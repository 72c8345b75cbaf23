/// Says how far a reader goes along with what other programs write.
public struct ParquetReadOptions: Sendable, Hashable {
    /// Reads times without a zone, and those in nanoseconds, as the numbers that they are stored as,
    /// with ``ParquetFileReader/foreignTime(ofColumn:)`` to say what they count.
    ///
    /// Otherwise times without a zone are refused, and nanoseconds are read where all of them are
    /// whole microseconds.
    public var keepsForeignTimes: Bool
    /// Passes over columns that cannot be read; ``ParquetFileReader/unreadColumns`` names them.
    public var passesUnreadColumns: Bool

    /// Creates options; by default nothing is taken that is not certain.
    ///
    /// - Parameters:
    ///   - keepsForeignTimes: Whether times of other kinds are read as numbers.
    ///   - passesUnreadColumns: Whether columns that cannot be read are left out.
    public init(keepsForeignTimes: Bool = false, passesUnreadColumns: Bool = false) {
        self.keepsForeignTimes = keepsForeignTimes
        self.passesUnreadColumns = passesUnreadColumns
    }
}

/// What the numbers of a column of times count.
public struct ParquetForeignTime: Sendable, Hashable {
    /// How many of them make a second.
    public let unitsPerSecond: Int64
    /// Whether they count since 1970-01-01T00:00:00Z; else since that time on clocks of a zone that
    /// the file does not name.
    public let isUTC: Bool
}

/// A column that was passed over.
public struct ParquetUnreadColumn: Sendable {
    /// Its name; of a nested column that of the whole.
    public let name: String
    /// Why it is not read.
    public let error: ParquetError
}
