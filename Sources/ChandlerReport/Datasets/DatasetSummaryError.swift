import ChandlerCore

/// Why a folder cannot be summarised as a dataset.
public struct DatasetSummaryError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it was; callers switch on this, never on text.
    public enum Code: String, Sendable, Hashable {
        /// There is no manifest, or it cannot be read.
        case noDataset
        /// The manifest is not one of Chandler's, or it is damaged.
        case damagedManifest
        /// The manifest is of a later version of Chandler.
        case laterVersion
    }

    /// What kind of fault it was.
    public let code: Code
    /// What was being done, what was found, and what helps.
    public let message: String
    /// The folder.
    public let folder: String

    init(_ code: Code, _ folder: String, _ finding: String) {
        self.code = code
        self.folder = folder
        message = "read the dataset \(quoted(folder)): \(finding)"
    }

    /// Whether the same call may succeed later without anybody changing anything: never.
    public var isRetryable: Bool { false }

    /// The message.
    public var description: String { message }
}
