/// A run that the ledger calls running and whose program is gone.
public enum LostRun {
    /// The condition on a row of `ingest_runs AS run`.
    ///
    /// A run names its session, which outlives no program, before anyone else can see its row; every
    /// login sees the names of all sessions. Runs of other databases of the server have the same
    /// numbers.
    public static let condition = """
        run.status = 'running' AND NOT EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database()
                AND application_name LIKE 'chandler % run ' || run.run_id)
        """

    /// The statement that marks them as interrupted.
    public static let close = """
        UPDATE ingest_runs AS run SET status = 'interrupted',
            error = 'the program ended without saying how', finished_at = clock_timestamp()
        WHERE \(condition)
        """
}
