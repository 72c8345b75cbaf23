/// A run that the ledger calls running and whose program is gone.
public enum LostRun {
    /// The condition on a row of `ingest_runs AS run`.
    ///
    /// A run's session holds a lock with its number, taken before anyone else can see its row; it
    /// outlives no program, and every login can see it. Runs of other databases of the server have
    /// the same numbers. Runs of earlier versions have no lock: theirs is the session's name.
    public static let condition = """
        run.status = 'running' AND NOT EXISTS (
            SELECT FROM pg_locks
            WHERE locktype = 'advisory' AND classid = \(lockClass) AND objsubid = 2
                AND objid = \(lockNumber("run.run_id"))::oid
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND NOT EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database()
                AND application_name LIKE 'chandler % run ' || run.run_id)
        """

    /// What takes the lock of a run, for as long as the session lives.
    static func lock(_ runID: String) -> String {
        "pg_advisory_lock_shared(\(lockClass), \(lockNumber(runID)))"
    }

    /// Sets locks of runs apart from others of two numbers.
    private static let lockClass = 1_667_787_108

    private static func lockNumber(_ runID: String) -> String { "(\(runID) & 2147483647)::integer" }

    /// The statement that marks them as interrupted.
    public static let close = """
        UPDATE ingest_runs AS run SET status = 'interrupted',
            error = 'the program ended without saying how', finished_at = clock_timestamp()
        WHERE \(condition)
        """
}
