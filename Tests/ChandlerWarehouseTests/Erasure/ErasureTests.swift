import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct ErasureTests {
    @Test func aSymbolIsGoneFromEveryTableAndTheOthersStay() async throws {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        let others = "OTHERUSDT|FORGETUSDT2"
        let untouched = try bench.holders(of: others)
        let preview = try bench.erasure(try ErasureSubject(.symbol, ["forgetusdt"])).preview()
        let report = try bench.forget(.symbol, "forgetusdt")
        #expect(report.tables == preview.tables)
        #expect(report.left.map(\.table) == preview.left.map(\.table))
        #expect(report.refreshed == ["trades_by_symbol_day"])
        let word = "(?i)(?<![A-Z0-9])X?FORGETUSDTX?(?![A-Z0-9])"
        #expect(
            Set(try bench.holders(of: word).keys)
                == ["audit_log", "bot_settings", "cubi.token_data", "strategies"]
        )
        #expect(
            Set(report.left.map(\.table))
                == ["audit_log", "bot_settings", "cubi.token_data", "strategies"]
        )
        // Texts of other rows that named it stay, with a mark.
        #expect(
            try bench.database.value("SELECT report FROM ingest_runs WHERE run_id = 1")
                == #"{"[forgotten]": ["[forgotten]", 1]}"#
        )
        #expect(try bench.database.count("trades", where: "order_id IS NULL") == 1)
        for (table, rows) in untouched where table != "audit_log" {
            #expect(try bench.holders(of: others)[table] == rows, "\(table)")
        }
        // Statistics keep the commonest values.
        #expect(
            try bench.database.count("pg_stats", where: "most_common_vals::text ~ '\(word)'") == 0
        )
    }

    @Test func aMintIsGoneFromEveryTableAndTheOthersStay() async throws {
        let bench = try await ErasureBench()
        try await bench.fillTokens()
        let untouched = try bench.holders(of: ErasureBench.other)
        let preview = try bench.erasure(try ErasureSubject(.mint, [ErasureBench.mint])).preview()
        let report = try bench.forget(.mint, ErasureBench.mint)
        #expect(report.tables == preview.tables)
        #expect(report.refreshed == ["cubi.daily_stats"])
        #expect(try bench.holders(of: ErasureBench.mint).isEmpty)
        #expect(try bench.holders(of: "Poo1Of\(ErasureBench.mint.prefix(14))").isEmpty)
        #expect(try bench.holders(of: ErasureBench.other) == untouched)
        #expect(
            try bench.database.count("cubi.daily_stats", where: "trades <> 0 AND tokens <> 1") == 0
        )
    }

    @Test func aNetworkLimitsWhatSaysItsNetwork() async throws {
        let bench = try await ErasureBench()
        try await bench.fillTokens()
        let subject = try ErasureSubject(.mint, [ErasureBench.mint], network: "base")
        _ = try bench.erasure(subject).run(key: ErasureBench.key)
        for table in ["token_data", "token_candles", "token_series"] {
            let networks = try bench.database.column(
                "SELECT network FROM cubi.\(table) WHERE mint = '\(ErasureBench.mint)'"
            )
            #expect(networks == ["solana"], "\(table)")
        }
        #expect(
            try bench.database.count(
                "cubi.trade_data",
                where: "token_mint = '\(ErasureBench.mint)'"
            ) == 0
        )
    }

    @Test func aPreviewChangesNothing() async throws {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        try bench.bench.retain()
        let before = try bench.bench.everything()
        let report = try bench.erasure(try ErasureSubject(.symbol, [ErasureBench.symbol])).preview()
        #expect(report.isPreview)
        #expect(report.files.count == 3, "\(report.files)")
        #expect(report.hashes.isEmpty)
        #expect(try bench.bench.everything() == before)
    }

    @Test func theLogHasHashesAndNoNames() async throws {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        let before = try bench.database.count("audit_log")
        let report = try bench.forget(.symbol, ErasureBench.symbol)
        let hash = try #require(report.hashes.first)
        #expect(hash.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        let entries = try bench.database.column(
            """
            SELECT "table" || ' ' || (after ->> 'rows') || ' ' || (after ->> 'redacted') || ' '
                || (after -> 'forgotten' ->> 0) FROM audit_log WHERE action = 'FORGET' ORDER BY id
            """
        )
        #expect(entries.count == report.tables.count)
        #expect(entries.contains("public.orders 1 0 \(hash)"))
        // The triggers copied nothing, and are on again.
        #expect(try bench.database.count("audit_log") == before + entries.count)
        #expect(
            try bench.database.count("system_logs", where: "details ->> 'kind' = 'symbol'") == 1
        )
        try bench.database.execute("DELETE FROM trades WHERE trade_id = 'u1'")
        #expect(
            try bench.database.count("audit_log", where: "action = 'DELETE' AND before IS NOT NULL")
                == 1
        )
        #expect(
            try bench.database.count(
                "pg_trigger",
                where: "tgname LIKE 'audit%' AND tgenabled = 'D'"
            ) == 0
        )
    }

    @Test func doneAgainItChangesNothing() async throws {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        try bench.bench.retain()
        _ = try bench.forget(.symbol, ErasureBench.symbol)
        let before = try bench.bench.everything()
        let again = try bench.forget(.symbol, ErasureBench.symbol)
        #expect(again.tables.isEmpty && again.files.isEmpty && again.leftovers.isEmpty, "\(again)")
        let after = try bench.bench.everything()
        #expect(
            zip(before, after).filter { $0.0 != $0.1 }.map { $0.0.prefix(11) } == ["system_logs"]
        )
    }

    @Test func onlyTheOwnerMay() async throws {
        let bench = try await ErasureBench()
        try await bench.fillInstruments()
        let role = TestCluster.plainRole
        try bench.database.execute(
            """
            GRANT ALL ON ALL TABLES IN SCHEMA public, cubi TO \(role);
            GRANT USAGE ON SCHEMA cubi TO \(role)
            """
        )
        let password = try #require(
            TestCluster.plainPassword.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        )
        let port = bench.database.cluster.port
        let url = "postgresql://\(role):\(password)@127.0.0.1:\(port)/\(bench.database.name)"
        let connection = try PostgresConnection(try ConnectionConfiguration(databaseURL: url))
        let erasure = try bench.erasure(
            try ErasureSubject(.symbol, [ErasureBench.symbol]),
            over: connection
        )
        for work in [erasure.preview, { try erasure.run(key: ErasureBench.key) }] {
            let error = #expect(throws: WarehouseError.self) { try work() }
            #expect(error?.code == .permissionDenied, "\(String(describing: error))")
        }
        #expect(try bench.database.count("orders") == 3)
    }

    @Test func namesStandInNoStatementAndNoLog() async throws {
        let cluster = try TestCluster("forget")
        let database = try cluster.makeDatabase()
        let lane = try StoreLane(
            try database.connect().configuration,
            applicationName: "test"
        )
        _ = try await lane.migrate()
        let secret = "Secret1Mint1That1Nobody1May1Read1In1A1Log"
        let connection = try database.connect()
        try connection.execute("SET log_statement = 'all'; SET log_min_duration_statement = 0")
        let erasure = Erasure(
            connection: connection,
            options: ErasureOptions(
                try ErasureSubject(.mint, [secret]),
                archive: ArchiveFolder("/nonexistent"),
                now: Timestamp(seconds: 1_718_000_000),
                version: "1"
            )
        )
        let report = try erasure.run(key: ErasureBench.key)
        #expect(report.notes.isEmpty, "\(report.notes)")
        let files = try filesBelow(cluster.server.folder).filter { $0.key.contains("log") }
        let texts = files.values.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.contains { $0.contains("DELETE FROM cubi.token_data") })
        #expect(!texts.contains { $0.contains(secret) })
    }

    @Test(arguments: ["", " ", "a b", "a\"b", "a\\b", "a'b\n", String(repeating: "a", count: 101)])
    func wrongNamesAreRefusedWithoutBeingRepeated(name: String) {
        let error = #expect(throws: WarehouseError.self) {
            try ErasureSubject(.mint, ["good", name])
        }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("name number 2") == true)
    }

    @Test func backupsEndWithTheirRetention() throws {
        let options = ErasureOptions(
            try ErasureSubject(.mint, ["m"]),
            archive: ArchiveFolder("/a"),
            now: try #require(Timestamp(parsing: "2024-06-15T12:00:00Z")),
            version: "1"
        )
        #expect(options.backupsUntil == Timestamp(parsing: "2026-06-01"))
        let now = options.now.microseconds / 1_000_000
        let entries = [
            RetentionPlan.Entry(label: "holds", time: now - 60),
            RetentionPlan.Entry(label: "new", time: now + 86_400 * 700),
        ]
        let end = options.backupsUntil.microseconds / 1_000_000
        let rule = RetentionPlan.Rule()
        #expect(RetentionPlan(entries, now: end - 1, rule: rule).kept.contains("holds"))
        #expect(!RetentionPlan(entries, now: end, rule: rule).kept.contains("holds"))
    }
}
