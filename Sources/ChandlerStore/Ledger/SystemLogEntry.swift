public import ChandlerCore

/// A row of `system_logs`.
public struct SystemLogEntry: Sendable, Hashable {
    /// When it was written.
    public let timestamp: Timestamp
    /// Who wrote it, such as `ingest`.
    public let component: String
    /// `INFO`, `WARNING` or `ERROR`; other systems may have further words.
    public let level: String
    /// What happened, for people.
    public let message: String
    /// What happened, as a JSON document.
    public let details: String?
}
