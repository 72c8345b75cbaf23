import ChandlerCore
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

/// What is stored is verified, also in months that are archived.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct VerificationTests {
    /// Hours from the 20th of January on, loaded up to a moment.
    private func market(_ series: SeriesID, until end: String) async throws -> Market {
        let market = try await Market(now: try moment(end))
        let candles = Plain.candles(
            .hour,
            from: try moment("2024-01-20"),
            to: try moment("2024-03-20")
        )
        market.venue.add(candles, to: series)
        try await market.ingest(
            try IngestOptions(series, "2024-01-20", indicators: "ema_12,obv,log_return")
        )
        return market
    }

    @Test(arguments: [
        ("DELETE FROM aside WHERE false", 0),
        (
            "UPDATE aside SET indicators = '{\"rsi_14\": 666}' WHERE \"timestamp\" >= '2024-02-03'",
            24
        ),
        ("DELETE FROM aside WHERE \"timestamp\"::date = '2024-01-25'", 1),
    ])
    func rowsInArchivedMonthsAreVerified(change: String, differences: Int) async throws {
        let series = try SeriesID("STORED", .hour)
        let market = try await market(series, until: "2024-02-04")
        try market.markArchived("2024-01", "2024-02")
        try market.execute(change.replacing("aside", with: "market_data"))
        let verified = try await market.verify(series)
        #expect(verified.rows > 300 && verified.unverified == 0 && verified.archived.isEmpty)
        #expect(min(verified.differences, 24) >= differences, "\(verified.findings)")
        #expect((verified.differences == 0) == (differences == 0), "\(verified.findings)")
        #expect(verified.notes.isEmpty)
    }

    @Test func whatCannotBeComputedAnewIsSaid() async throws {
        let series = try SeriesID("PARTLY", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-01")
        try market.markArchived("2024-02")
        // February's beginning is archived; no state was saved in its middle.
        try market.execute(
            """
            DELETE FROM market_data WHERE "timestamp" < '2024-02-11';
            UPDATE market_data SET indicators = '{}' WHERE "timestamp" = '2024-02-20'
            """
        )
        let verified = try await market.verify(series)
        #expect(verified.differences == 0, "\(verified.findings)")
        #expect(verified.rows == 24 * 28 && verified.unverified >= 24 * 19)
        #expect(verified.archived.map(\.dashed) == ["2024-01", "2024-02"])
        #expect(
            verified.notes.first?.contains("not verifiable: earlier months are archived") == true
        )
        // A hole behind the first row is none of the archive's.
        try market.execute("DELETE FROM market_data WHERE \"timestamp\" = '2024-02-21 05:00'")
        #expect(try await market.verify(series).findings.map(\.subject) == ["rows"])
    }
}

extension Market {
    /// Enters months as archived; rows that are in the table stay.
    fileprivate func markArchived(_ months: String...) throws {
        for month in months {
            try execute(
                """
                INSERT INTO archives (table_name, month, part, folder, file, row_count, bytes, sha256,
                    digest, schema_version, program_version, archived_at)
                VALUES ('market_data', '\(month)-01', 0, '/a', 'part-0.parquet', 1, 1, 'a', 'b', 1,
                    '1', now())
                """
            )
        }
    }

    /// Runs statements.
    fileprivate func execute(_ statements: String) throws {
        try PostgresConnection(database).execute(statements)
    }
}
