import ChandlerCore
import ChandlerWarehouse
import Foundation
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
        let metrics = try ExpositionFormat(parsing: diagnosis.metricsText)
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
        #expect(metrics["chandler_schema_version"] == 11)
        #expect((metrics["chandler_doctor_duration_seconds"] ?? -1) > 0)
        for name in metrics.types.keys { #expect(name.hasPrefix("chandler_")) }
        let sum = Finding.Severity.allCases.reduce(0.0) {
            $0 + (metrics["chandler_doctor_findings", ["severity": $1.name]] ?? 0)
        }
        #expect(Int(sum) == diagnosis.findings.count)
    }
}

@Suite struct MetricsFileTests {
    @Test func everyCharacterOfALabelComesBack() throws {
        let value = "\\\"\n\\n\"} 1\n# HELP x"
        let text = MetricsPage(metrics: [
            Metric("chandler_a", "line\nand \\ \"quotes\"", [.init(["l": value], 1.5)]),
            Metric("chandler_none", "nothing", []),
            Metric("chandler_b", "b", [.init(["l": "1"], .infinity), .init(["l": "2"], -1e300)]),
        ]).text
        let parsed = try ExpositionFormat(parsing: text)
        #expect(parsed["chandler_a", ["l": value]] == 1.5)
        #expect(parsed["chandler_b", ["l": "1"]] == .infinity)
        #expect(parsed["chandler_b", ["l": "2"]] == -1e300)
        #expect(parsed.types["chandler_none"] == nil)
        #expect(parsed.helps["chandler_a"] == "line\\nand \\\\ \"quotes\"")
    }

    @Test func theFileIsReplacedWhole() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/chandler.prom"
        try MetricsFile(path: path).write("one\n")
        let old = open(path, O_RDONLY)
        defer { close(old) }
        try MetricsFile(path: path).write("two, and longer\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two, and longer\n")
        var buffer = [UInt8](repeating: 0, count: 20)
        #expect(read(old, &buffer, 20) == 4, "who reads the old file reads all of it")
        #expect(try filesBelow(scratch.path).keys.sorted() == ["chandler.prom"])
        var facts = stat()
        #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o644)
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/missing/chandler.prom"
        let error = #expect(throws: WarehouseError.self) {
            try MetricsFile(path: path).write("x\n")
        }
        #expect(error?.code == .cannotWrite)
        #expect(error?.message.contains(path) == true)
        let folder = try scratch.folder("taken")
        #expect(throws: WarehouseError.self) { try MetricsFile(path: folder).write("x\n") }
        #expect(try filesBelow(scratch.path).keys.sorted() == ["taken"], "no draft stays")
    }
}
