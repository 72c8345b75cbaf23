public import ChandlerCore

/// Says why a dataset could not be written.
///
/// When one is thrown, nothing of the new dataset stays on disk and an older one in the same
/// folder is untouched, unless the message says otherwise.
public struct DatasetError: Error, Sendable, CustomStringConvertible {
    /// Names the kind of failure; callers switch on it, never on text.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// An option, or two of them together, make no sense.
        case invalidOptions
        /// The folder holds files that are not a dataset of Chandler.
        case outputNotEmpty
        /// The folder or a file in it cannot be created, renamed or removed.
        case outputNotWritable
        /// The disk or a quota is full.
        case outputFull
        /// Another run is writing into the same folder.
        case outputInUse
        /// No row was left to write.
        case noRows
        /// The encoder of the files failed.
        case encodingFailed
        /// The finished splits share time; the dataset was not published.
        case leakFound
        /// The writer was used after it had failed, was abandoned or was finished.
        case writerClosed
    }

    /// Points at what the failure belongs to.
    public struct Context: Sendable, Hashable {
        /// The file or folder, where there is one.
        public let path: String?
        /// The operating system's error number, where it reported one.
        public let errno: Int32?
        /// The series that was being written, where there is one.
        public let series: SeriesID?
    }

    /// Kind of failure.
    public let code: Code
    /// What was being done, what was found, what was kept, and what helps.
    public let message: String
    /// File, error number and series, as far as known.
    public let context: Context
    /// The error below, where there was one.
    public let cause: (any Error)?

    /// Whether the same call may succeed later without anybody changing anything.
    public var isRetryable: Bool { code == .outputInUse }

    /// The message.
    public var description: String { message }

    init(
        _ code: Code,
        _ message: String,
        path: String? = nil,
        errno: Int32? = nil,
        series: SeriesID? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.context = Context(path: path, errno: errno, series: series)
        self.cause = cause
    }
}
