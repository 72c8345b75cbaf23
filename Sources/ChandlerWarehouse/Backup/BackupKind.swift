/// How much of a cluster a backup holds.
public enum BackupKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Everything; depends on no other.
    case full
    /// What changed since the last full one.
    case differential = "diff"
    /// What changed since the last one of any kind.
    case incremental = "incr"

    /// The kind that is due.
    ///
    /// - Parameters:
    ///   - sets: The backups there are.
    ///   - now: Seconds since 1970.
    ///   - days: A full one is due when the last good one was begun that many UTC days ago or more.
    /// - Returns: ``full`` or ``differential``.
    static func due(_ sets: [BackupSet], now: Int64, fullEvery days: Int) -> BackupKind {
        let fulls = sets.filter { $0.kind == .full && $0.isGood }
        guard let last = fulls.map(\.started).max() else { return .full }
        return now / 86_400 - last / 86_400 >= Int64(days) ? .full : .differential
    }
}
