public import ChandlerCore

/// A finished file of a dataset.
public struct DatasetFile: Sendable, Hashable {
    /// The rows of a file.
    public struct Content: Sendable, Hashable {
        /// The series all rows belong to.
        public let series: SeriesID
        /// The split all rows belong to.
        public let split: Split
        /// The calendar month (UTC) all rows open in.
        public let month: Month
        /// The number of rows.
        public let rows: Int
        /// The first row's open time.
        public let firstOpenTime: Timestamp
        /// The last row's open time.
        public let lastOpenTime: Timestamp
    }

    /// The path inside the dataset's folder.
    public let path: String
    /// The size in bytes.
    public let bytes: Int64
    /// The SHA-256 digest in hexadecimal.
    public let sha256: String
    /// The rows it holds; `nil` for the dataset card.
    public let content: Content?
}
