public import ChandlerCore
public import ChandlerPostgres
import Foundation

/// The outcome of restoring a backup and comparing it.
public struct BackupCheck: Sendable, Hashable {
    /// What was checked.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A backup of the cluster with its WAL.
        case physical
        /// A dump.
        case logical
    }

    /// What was checked.
    public let kind: Kind
    /// The backup's name.
    public let label: String
    /// When the check began.
    public let started: Timestamp
    /// When it was over.
    public let finished: Timestamp
    /// How many tables were compared.
    public let tables: Int
    /// How many rows they had.
    public let rows: Int64
    /// What differs; empty when all is equal.
    public let differences: [BackupDifference]
    /// Why there is no comparison, where it came to none.
    public let failure: String?

    /// Whether the backup came back and holds what the database held.
    public var isGood: Bool { differences.isEmpty && failure == nil }

    /// Writes it into `backup_checks`.
    func record(_ connection: PostgresConnection) throws(WarehouseError) {
        try doing("record the check in backup_checks") {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = .sortedKeys
            // A thousand of them say no more than the first.
            let shown = Array(differences.prefix(1_000))
            let json = String(decoding: try encoder.encode(shown), as: UTF8.self)
            try connection.query(
                """
                INSERT INTO backup_checks (kind, label, started_at, finished_at, tables_compared,
                    rows_compared, differences, failure, ok, version)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, current_setting('server_version'))
                """,
                [
                    .text(kind.rawValue), .text(label),
                    .timestampMicroseconds(started.microseconds),
                    .timestampMicroseconds(finished.microseconds), .int64(Int64(tables)),
                    .int64(rows), .text(json), failure.map { .text($0) } ?? .null, .bool(isGood),
                ]
            )
        }
    }

    /// The newest outcome in a database; nil when nothing was ever checked.
    public static func lastGood(
        _ connection: PostgresConnection
    ) throws(WarehouseError) -> Timestamp? {
        try doing("look for the last check of a backup") {
            try connection.query("SELECT max(finished_at) FROM backup_checks WHERE ok").firstRow()
                .timestampMicrosecondsIfPresent(0).map { Timestamp(microseconds: $0) }
        }
    }

    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    }
}
