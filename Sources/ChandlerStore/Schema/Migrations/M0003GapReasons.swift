extension Migration {
    /// What a confirmed gap means at its venue.
    ///
    /// Earlier gaps are all of a venue that sends quiet intervals.
    static let gapReasons = Migration(
        version: 3,
        name: "gap_reasons",
        up: """
            ALTER TABLE ingest_gaps
                ADD reason text CHECK (reason IN ('outage', 'silence', 'late', 'unserved'));
            UPDATE ingest_gaps SET reason = 'outage' WHERE status = 'confirmed';
            ALTER TABLE ingest_gaps ADD CONSTRAINT ingest_gaps_confirmed_check
                CHECK ((reason IS NULL) = (status = 'open'));
            COMMENT ON COLUMN ingest_gaps.reason IS
                'outage: the venue lost or never had it; silence: nothing was traded; late: it may '
                'come with the next trade; unserved: the venue no longer serves that time';
            """,
        down: """
            ALTER TABLE ingest_gaps DROP CONSTRAINT ingest_gaps_confirmed_check, DROP COLUMN reason;
            """
    )
}
