import ChandlerCore
import ChandlerStore
import TestSupport
import Testing

@testable import ChandlerWarehouse

extension DoctorTests {
    @Test func metricsSayWhatWasMeasured() async throws {
        let bench = try await DoctorBench()
        let strange = "A\"B\\C\nD"
        try bench.addSeries(strange)
        try bench.database.execute(
            "INSERT INTO ingest_gaps VALUES ('BTCUSDT', '1d', 'binance', now() - interval '9 days', "
                + "now() - interval '7 days', 2, 'open', now(), 1)"
        )
        let diagnosis = await bench.examine()
        let metrics = try MeasuredMetrics(diagnosis)
        #expect(metrics["chandler_up"] == 1)
        for symbol in ["BTCUSDT", strange] {
            let labels = ["venue": "binance", "symbol": symbol, "interval": "1d"]
            let lag = try #require(metrics["chandler_series_lag_seconds", labels])
            #expect((0...172_800).contains(lag))
            let gaps = symbol == strange ? 0.0 : 1
            #expect(metrics["chandler_series_open_gaps", labels] == gaps)
            #expect(metrics["chandler_series_missing_candles", labels] == gaps * 2)
        }
        #expect((metrics["chandler_table_size_bytes", ["table": "market_data"]] ?? 0) > 0)
        #expect((metrics["chandler_database_size_bytes"] ?? 0) > 1e6)
        #expect(metrics["chandler_disk_free_bytes"] == 5e11)
        #expect((metrics["chandler_backup_verified_timestamp_seconds"] ?? 0) > 1.7e9)
        let version = try #require(Migration.all.last?.version)
        #expect(metrics["chandler_schema_version"] == Double(version))
        #expect((metrics["chandler_doctor_duration_seconds"] ?? -1) > 0)
        for name in metrics.names { #expect(name.hasPrefix("chandler_")) }
        let sum = Finding.Severity.allCases.reduce(0.0) {
            $0 + (metrics["chandler_doctor_findings", ["severity": $1.name]] ?? 0)
        }
        #expect(Int(sum) == diagnosis.findings.count)
    }
}
