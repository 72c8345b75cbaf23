import ChandlerCore
import ChandlerPostgres
import Glibc

/// Finds out how far the archived WAL reaches.
///
/// A recovery to a moment ends well only when a later transaction is in the WAL: without one, nobody
/// knows whether more came before that moment.
struct ArchiveEnd {
    let site: BackupSite
    let backRest: PgBackRest

    /// Segments that are looked through, from the end, for one with a transaction.
    private static let patience = 64

    /// Has a running server send what it has, with a transaction of now at the end.
    ///
    /// A server that does not run is left alone: a restore is what one does when it cannot.
    func flush() throws {
        guard try site.server.status().state == .running,
            let connection = try? PostgresConnection(site.server.connectionConfiguration)
        else { return }
        site.progress("having the running server send its last WAL")
        try connection.execute("SELECT pg_current_xact_id()")
        try WALArrival(connection).switchAndWait(site)
    }

    /// The moment of the last transaction in the archive, not before a backup's own end.
    ///
    /// - Returns: Nil when none was found behind the backup.
    func lastTransaction(in state: RepositoryState, after set: BackupSet) throws -> Timestamp? {
        guard var segment = state.lastSegment.flatMap(SegmentName.init) else { return nil }
        for _ in 0..<Self.patience {
            guard segment.description >= set.lastSegment else { return nil }
            guard let times = try transactions(in: segment) else { return nil }
            if let last = times.max() { return last }
            guard let before = segment.previous else { return nil }
            segment = before
        }
        return nil
    }

    /// The times of the transactions in a segment; nil when the archive does not have it.
    private func transactions(in segment: SegmentName) throws -> [Timestamp]? {
        let account = try site.account
        // pg_waldump reads the segment's number from the file's name.
        let folder = "\(site.folder.scratch)/wal-\(getpid())"
        defer { account.remove(folder) }
        try doing("make the folder \"\(folder)\"") {
            try FolderAccess.makePrivate(folder, owner: account.user)
        }
        let file = "\(folder)/\(segment)"
        account.remove(file)
        let outcome = try backRest.attempt("archive-get", [segment.description, file])
        guard outcome.exitCode == 0 else {
            // 1 says that the archive does not have it.
            if outcome.exitCode == 1 { return nil }
            throw backRest.failure("archive-get", outcome)
        }
        let programs = try site.server.programs()
        let words = ["\(programs.folder)/pg_waldump", "--rmgr=Transaction", file]
        // It ends with an error where the segment's last record goes on in the next one.
        let dump = try account.program(words).run()
        return dump.output.split(separator: "\n").compactMap { Self.time(in: $0) }
    }

    /// The moment in `… desc: COMMIT 2024-03-01 12:00:00.123456 UTC; …`.
    static func time(in line: Substring) -> Timestamp? {
        for mark in ["desc: COMMIT ", "desc: ABORT ", "desc: COMMIT_PREPARED "] {
            guard let found = line.firstRange(of: mark) else { continue }
            let words = line[found.upperBound...].split(separator: " ")
            guard let zone = words.firstIndex(where: { $0.hasPrefix("UTC") }), zone >= 2 else {
                continue
            }
            return Timestamp(parsing: "\(words[zone - 2]) \(words[zone - 1])")
        }
        return nil
    }
}

/// The name of a WAL segment of 16 MB: timeline, and number in two parts.
///
/// **Source:** PostgreSQL, `src/include/access/xlog_internal.h`.
struct SegmentName: CustomStringConvertible, Hashable {
    private let timeline: Substring
    private let number: UInt64

    init?(_ text: String) {
        guard text.count == 24, let high = UInt64(text.dropFirst(8).prefix(8), radix: 16),
            let low = UInt64(text.suffix(8), radix: 16), low < 256
        else { return nil }
        timeline = text.prefix(8)
        number = high << 8 | low
    }

    private init(timeline: Substring, number: UInt64) {
        self.timeline = timeline
        self.number = number
    }

    var previous: SegmentName? {
        number > 0 ? SegmentName(timeline: timeline, number: number - 1) : nil
    }

    var description: String { timeline + Self.hex(number >> 8) + Self.hex(number & 255) }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(8 - digits.count, 0)) + digits
    }
}
