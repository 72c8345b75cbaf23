/// What one run of maintenance tells the next, in its row of `system_logs`.
struct MaintenanceMemory: Sendable, Hashable, Codable {
    /// Materialized views by name.
    var views: [String: ViewMemory] = [:]
    /// Indexes by name.
    var indexes: [String: IndexMemory] = [:]
}

/// When a view was refreshed, and what its sources were like.
struct ViewMemory: Sendable, Hashable, Codable {
    /// Counts of changes of all sources.
    var sources: String
    /// When, as an RFC 3339 time.
    var refreshed: String
    var seconds: Double
}

/// How large an index was for its rows.
struct IndexMemory: Sendable, Hashable, Codable {
    var bytes: Int64
    var rows: Int64
    /// Whether it was fresh: as small as it gets.
    var isRebuilt: Bool

    var bytesPerRow: Double { rows > 0 ? Double(bytes) / Double(rows) : 0 }
}
