import ChandlerPostgres

/// How near the server is to running out of transaction numbers.
struct WraparoundExamination: Examination {
    let subject = Subject("vacuum.wraparound", "age of transaction numbers")

    /// Some millions before two thousand million the server stops taking writes.
    private static let end: Int64 = 2_000_000_000

    func examine(_ patient: Patient) throws -> Examined {
        let row = try patient.rows(
            """
            SELECT datname, age(datfrozenxid), mxid_age(datminmxid) FROM pg_database
            ORDER BY greatest(age(datfrozenxid), mxid_age(datminmxid)) DESC LIMIT 1
            """
        ).firstRow()
        let age = max(try row.int64(1), try row.int64(2))
        let isOld = age >= patient.thresholds.wraparoundAge
        let isEnd = age >= Self.end / 10 * 9
        return Examined(
            subject.finding(
                isEnd ? .broken : isOld ? .warning : .healthy,
                "\(age / 1_000_000) million of 2,000 million, in the database \(try row.text(0))",
                [
                    "transactions": .int(age),
                    "used_ratio": .number(Double(age) / Double(Self.end)),
                ],
                remedy: "find what holds vacuum back (old transactions, slots), then freeze",
                command: "vacuumdb --all --freeze --jobs 2"
            ),
            [
                Metric(
                    "chandler_transaction_age",
                    "Age of the oldest transaction number of all databases.",
                    Double(age)
                )
            ]
        )
    }
}
