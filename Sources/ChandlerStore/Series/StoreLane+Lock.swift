public import ChandlerCore
import ChandlerPostgres
import Glibc

extension StoreLane {
    /// Takes a series for this connection until it is unlocked or the connection ends.
    ///
    /// - Throws: ``StoreError`` with code `locked`, saying who holds the series.
    public func lock(_ series: SeriesID) throws(StoreError) {
        try take(AdvisoryLock(series))
    }

    /// Takes a pool's series for this connection until it is unlocked or the connection ends.
    ///
    /// - Throws: ``StoreError`` with code `locked`, saying who holds the series.
    public func lock(_ series: PoolSeriesID) throws(StoreError) {
        try take(AdvisoryLock(series))
    }

    /// Gives a series back.
    public func unlock(_ series: SeriesID) { giveBack(AdvisoryLock(series)) }

    /// Gives a pool's series back.
    public func unlock(_ series: PoolSeriesID) { giveBack(AdvisoryLock(series)) }

    private func take(_ lock: AdvisoryLock) throws(StoreError) {
        // The server notices within a second that the program of a busy session was killed.
        for attempt in 0..<StoreLane.lockAttempts {
            // A run that is to end does not wait for the rest of it.
            if Task.isCancelled, attempt > 0 { break }
            if attempt > 0 { usleep(100_000) }
            let isMine = try doing("lock \(lock.name)") {
                try connection.query("SELECT pg_try_advisory_lock($1)", [.int64(lock.key)])
                    .firstRow().bool(0)
            }
            if isMine { return }
        }
        throw StoreError(
            .locked,
            "\(lock.name) is being loaded by another run\(holder(of: lock)); nothing was done; "
                + "try again when it has ended"
        )
    }

    private static let lockAttempts = 25

    func giveBack(_ lock: AdvisoryLock) {
        _ = try? connection.query("SELECT pg_advisory_unlock($1)", [.int64(lock.key)])
    }

    func holder(of lock: AdvisoryLock) -> String {
        let key = UInt64(bitPattern: lock.key)
        let rows = try? connection.query(
            """
            SELECT a.application_name, a.pid, a.usename, a.backend_start
            FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = $1
                AND l.objid::bigint = $2 AND l.objsubid = 1
            """,
            [.int64(Int64(key >> 32)), .int64(Int64(key & 0xFFFF_FFFF))]
        )
        guard let row = rows?.first, let name = try? row.text(0), let pid = try? row.int64(1),
            let user = try? row.text(2)
        else { return "" }
        // Only members of a login's role, and monitors, see when its session began.
        let since = (try? row.timeIfPresent(3)).flatMap { $0 }.map { " since \($0)" } ?? ""
        return ": \(name), database session \(pid) of \(user)\(since)"
    }
}
