import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// Archived months forget too, whatever stops the work.
@Suite struct ArchiveErasureTests {
    /// Instruments and tokens whose old months are archived.
    private func archived() async throws -> ErasureBench {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        try await bench.fillTokens()
        try bench.bench.retain(keep: ["cubi.trade_data": .months(12)])
        return bench
    }

    /// The archive's files that hold a word, read back.
    private func holders(of word: String, _ bench: ErasureBench) throws -> [String] {
        let folder = bench.bench.archive
        var holders: [String] = []
        for table in ArchiveRestore.tables {
            for month in try ArchiveRestore(
                connection: bench.bench.connection,
                folder: folder
            ).months(of: table, from: month("2022-01"), to: month("2024-12")) {
                _ = try bench.bench.restore(month, of: table)
                if try bench.database.count("\(table) AS t", where: "t::text ~ '\(word)'") > 0 {
                    holders.append("\(table) \(month.dashed)")
                }
            }
        }
        return holders
    }

    @Test func archivedMonthsComeBackWithoutIt() async throws {
        let bench = try await archived()
        let symbol = try bench.forget(.symbol, ErasureBench.symbol)
        let mint = try bench.forget(.mint, ErasureBench.mint)
        let lines = (symbol.files + mint.files).map {
            "\($0.table) \($0.month.dashed) \($0.removed) \($0.redacted) "
                + ($0.replacement?.split(separator: "/").last ?? "-")
        }
        #expect(
            lines == [
                "trading_signals 2022-03 1 1 part-0-r1.parquet",
                "system_logs 2023-05 0 1 part-0-r1.parquet",
                "market_data 2022-01 100 0 part-0-r1.parquet",
                "system_logs 2023-05 0 2 part-0-r2.parquet",
                "cubi.trade_data 2023-01 100 2 part-0-r1.parquet",
            ]
        )
        let files = try filesBelow(bench.bench.archive.path).keys.filter { $0.hasSuffix("parquet") }
        #expect(!files.contains { $0.contains("2023/month=01/part-0.parquet") }, "\(files)")
        let word = "(?<![A-Z0-9])FORGETUSDT(?![A-Z0-9])|\(ErasureBench.mint)"
        // Kept days have counts of what is left; trades of "t" are of the 9th.
        #expect(mint.tables.contains { $0.name == "cubi.daily_stats_kept" && $0.redacted == 3 })
        #expect(
            try bench.database.column(
                "SELECT trades || ' ' || tokens FROM cubi.daily_stats WHERE \"date\" < '2023-02-01' "
                    + "ORDER BY \"date\""
            ) == ["24 1", "24 1", "2 1", "3 1"]
        )
        #expect(try holders(of: word, bench).isEmpty)
        #expect(try bench.database.count("market_data") == 400)
        #expect(
            try bench.database.value(
                "SELECT details FROM system_logs WHERE NOT details ? 'run_id' ORDER BY id LIMIT 1"
            )
                == #"{"b": "[forgotten]", "aa": 1}"#
        )
        #expect(
            try bench.database.column(
                "SELECT features FROM cubi.trade_data WHERE strategy_id = 't' AND features ? 'a' "
                    + "AND features ->> 'zz' = '[forgotten]' AND entry_time < '2024-01-01'"
            ).count == 2
        )
        #expect(
            try bench.database.count(
                "archives",
                where: "file NOT LIKE '%-r%' AND table_name = 'market_data'"
            ) == 0
        )
        // What was brought back is archived again as if nothing had happened.
        let again = try bench.bench.retain(
            keep: ["cubi.trade_data": .months(12)],
            restoredDays: 0
        )
        #expect(again.refused.isEmpty, "\(again.refused)")
    }

    private static let stops: [(name: String, stop: @Sendable (ErasureStep) -> Bool)] = [
        ("written", { if case .fileWritten = $0 { true } else { false } }),
        ("committing", { $0 == .committing }),
        ("committed", { $0 == .committed }),
        ("manifest", { if case .manifestWritten = $0 { true } else { false } }),
        ("removed", { if case .fileRemoved = $0 { true } else { false } }),
    ]

    @Test(arguments: stops.indices) func whatWasStoppedIsCompleted(number: Int) async throws {
        let clean = try await archived()
        let bench = try await archived()
        let stop = Self.stops[number]
        let before = try bench.bench.everything()
        #expect(throws: Stopped.self, "\(stop.name)") {
            try bench.forget(.symbol, ErasureBench.symbol) { if stop.stop($0) { throw Stopped() } }
        }
        if number < 2 { #expect(try bench.bench.everything() == before, "\(stop.name)") }
        _ = try bench.forget(.symbol, ErasureBench.symbol)
        _ = try clean.forget(.symbol, ErasureBench.symbol)
        #expect(
            try filesBelow(bench.bench.archive.path).keys.sorted()
                == filesBelow(clean.bench.archive.path).keys.sorted(),
            "\(stop.name)"
        )
        for question in [
            "SELECT table_name, month, part, file, row_count, sha256, digest FROM archives",
            "SELECT symbol, \"timestamp\" FROM market_data",
        ] {
            let text = "SELECT string_agg(t::text, '|' ORDER BY t::text) FROM (\(question)) AS t"
            let same = try bench.database.value(text) == clean.database.value(text)
            // Identities of rows differ between databases, and with them the sums.
            #expect(same || question.contains("sha256"), "\(stop.name) \(question)")
        }
        #expect(try holders(of: "(?<![A-Z0-9])FORGETUSDT(?![A-Z0-9])", bench).isEmpty)
    }

    /// The rows that tell a token's pools are gone when the second run begins.
    @Test func whatOnlyTheStoppedRunKnewIsForgottenToo() async throws {
        let bench = try await ErasureBench()
        try await bench.fillTokens()
        let pool = "Poo1Of\(ErasureBench.mint.prefix(14))solana"
        try bench.database.execute(
            "INSERT INTO system_logs (\"timestamp\", component, level, message) "
                + "VALUES ('2023-02-02', 'bot', 'INFO', 'pool \(pool) is thin')"
        )
        try bench.bench.retain()
        #expect(throws: Stopped.self) {
            try bench.forget(.mint, ErasureBench.mint) { if $0 == .committed { throw Stopped() } }
        }
        _ = try bench.forget(.mint, ErasureBench.mint)
        let folder = bench.bench.archive.path + "/table=system_logs/year=2023/month=02"
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                == ["_manifest.json", "part-0-r1.parquet"]
        )
        #expect(try holders(of: pool, bench).isEmpty)
        #expect(
            try bench.database.count("system_logs", where: "message = 'pool [forgotten] is thin'")
                == 1
        )
    }

    @Test func whatAStoppedArchiveRunLeftIsRemoved() async throws {
        let bench = try await archived()
        let folder = bench.bench.archive.path + "/table=market_data/year=2022/month=01"
        for name in ["part-1.parquet", ".part-1.parquet.part"] {
            try Data("FORGETUSDT".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        let report = try bench.forget(.symbol, ErasureBench.symbol)
        #expect(report.leftovers.count == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                == ["_manifest.json", "part-0-r1.parquet"]
        )
    }

    @Test func aDamagedFileKeepsEverythingAsItIs() async throws {
        let bench = try await archived()
        let file =
            bench.bench.archive.path + "/table=market_data/year=2022/month=01/part-0.parquet"
        var bytes = try #require(FileManager.default.contents(atPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let before = try bench.bench.everything()
        let error = #expect(throws: WarehouseError.self) {
            try bench.forget(.symbol, ErasureBench.symbol)
        }
        #expect(error?.code == .badData, "\(String(describing: error))")
        #expect(try bench.bench.everything() == before)
    }

    @Test func monthsThatAreElsewhereAreNamed() async throws {
        let bench = try await archived()
        let report = try bench.erasure(
            try ErasureSubject(.symbol, [ErasureBench.symbol]),
            archive: bench.bench.scratch.path + "/elsewhere"
        ).preview()
        #expect(report.missing.count == 4, "\(report.missing)")
        #expect(report.missing.contains { $0.hasPrefix("market_data 2022-01 in ") })
    }

    @Test func nobodyArchivesMeanwhile() async throws {
        let bench = try await archived()
        let error = try ArchiveLock(connection: try bench.database.connect()).whileHeld {
            #expect(throws: WarehouseError.self) {
                try bench.forget(.symbol, ErasureBench.symbol)
            }
        }
        #expect(error?.code == .busy)
    }
}
