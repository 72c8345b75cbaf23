import ChandlerPostgres

/// Sequences that run out of numbers, or out of their column's.
struct SequencesExamination: Examination {
    let subject = Subject("sequences", "sequences")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT s.schemaname || '.' || s.sequencename, s.last_value::float8 / least(s.max_value,
                CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype
                    THEN 2147483647 ELSE s.max_value END)
            FROM pg_sequences AS s JOIN pg_namespace AS n ON n.nspname = s.schemaname
                JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.sequencename
                LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                    AND d.deptype IN ('a', 'i')
                LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE \(String.inOurSchemas) AND s.last_value IS NOT NULL AND NOT s.cycle
                AND s.increment_by > 0
            ORDER BY 2 DESC
            """
        )
        let used = try rows.first?.double(1) ?? 0
        let near = try rows.filter { try $0.double(1) >= patient.thresholds.sequenceRatio }
        let names = try near.map { "\(try $0.text(0)) (\(Figure.percent(try $0.double(1))) used)" }
        return Examined(
            subject.finding(
                used >= 0.95 ? .broken : !near.isEmpty ? .warning : .healthy,
                names.isEmpty ? "none is near its end" : Figure.list(names),
                ["sequences": .texts(names), "largest_used_ratio": .number(used)],
                remedy: "make the column and its sequence bigint; the table is written anew"
            )
        )
    }
}
