import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// The same rows in every spelling are the same rows.
@Suite struct FormatTests {
    private static let columns =
        "symbol, action, entry_price, entry_time, quantity, pnl, status"
    private static let expected = [
        "BTC,USDT|BUY|64000.12345678|2024-03-01 10:00:00.5+00|0.50000000|-|OPEN",
        "ETH\"X|SELL|0.00000001|2024-03-01 10:00:00+00|1.00000000|-2.50000000|CLOSED",
    ]

    struct Spelling: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var testDescription: String { name }
    }

    static let spellings = [
        Spelling(
            name: "plain.csv",
            text: """
                symbol,action,entry_price,entry_time,quantity,pnl,status
                "BTC,USDT",BUY,64000.12345678,2024-03-01T10:00:00.5Z,0.5,,OPEN
                "ETH""X",SELL,0.00000001,2024-03-01T12:00:00+02:00,1,-2.5,CLOSED
                """
        ),
        Spelling(
            name: "windows.csv",
            text: "\u{FEFF}Entry Price,Symbol,ACTION,entryTime,quantity,PnL,status\r\n"
                + "64000.123456780,\"BTC,USDT\",BUY,1709287200500,5e-1,\"\",OPEN\r\n\r\n"
                + "1E-8,\"ETH\"\"X\",SELL,1709287200,1.0,-2.50,CLOSED\r\n"
        ),
        Spelling(
            name: "lines.jsonl",
            text: """
                {"symbol": "BTC,USDT", "action": "BUY", "entryPrice": 64000.12345678, "entryTime": \
                "2024-03-01 10:00:00.500", "quantity": "0.5", "pnl": null, "status": "OPEN"}

                {"status": "CLOSED", "symbol": "ETH\\"\\u0058", "action": "SELL", "entryPrice": 1e-8, \
                "entryTime": 1709287200000000, "quantity": 1, "pnl": -2.5}
                """
        ),
    ]

    @Test(arguments: spellings)
    func everySpellingGivesTheSameRows(_ spelling: Spelling) async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(spelling.text, into: "trade_history", as: spelling.name)
        #expect(
            report.counts == "2 inserted, 0 updated, 0 unchanged, 0 repeated, 0 rejected",
            "\(report)"
        )
        #expect(try shop.rows(Self.columns, from: "trade_history") == Self.expected)
        // Every other spelling says the same.
        for other in Self.spellings {
            let report = try shop.load(other.text, into: "trade_history", as: other.name)
            #expect(
                report.counts == "0 inserted, 0 updated, 2 unchanged, 0 repeated, 0 rejected",
                "\(other.name): \(report)"
            )
        }
    }

    @Test func gzipTabsAndAnotherNullAreRead() async throws {
        let shop = try await ImportWorkshop()
        let plain = try shop.scratch.write(
            "parameter_name\tparameter_value\na\t\\N\nb\t\"\\N\"\nc\t\n",
            to: "rows.tsv"
        )
        // Two members, one behind the other.
        let gzip = try RunningProgram(["/bin/sh", "-c", "gzip -c \(plain) > \(plain).gz"])
        #expect(try gzip.blockUntilEnd() == 0)
        let report = try shop.load(file: plain + ".gz", into: "bot_settings") {
            $0.delimiter = UInt8(ascii: "\t")
            $0.nullText = "\\N"
        }
        #expect(report.inserted == 3, "\(report)")
        #expect(
            try shop.rows("parameter_name, parameter_value", from: "bot_settings")
                == ["a|-", "b|\\N", "c|"]
        )
    }

    @Test func namesAndValuesCanBeGivenBeside() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            "address,ts,extra,raw\nm1,1709251200,x,{}\n",
            into: "cubi.token_data"
        ) {
            $0.renames = ["address": "mint", "ts": "observed_at", "raw": "raw_data"]
            $0.constants = ["network": "solana", "source": "old", "origins": "{}"]
            $0.ignoresUnknown = true
        }
        #expect(report.inserted == 1, "\(report)")
        #expect(report.ignoredColumns == ["extra"])
        #expect(
            try shop.rows("mint, network, source, observed_at", from: "cubi.token_data")
                == ["m1|solana|old|2024-03-01 00:00:00+00"]
        )
    }

    @Test func clockTimesAreThoseOfTheirZone() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            """
            parameter_name,updated_at
            winter,2024-01-01 12:00:00
            summer,2024-07-01 12:00:00
            named,2024-07-01 12:00:00Z
            skipped,2024-03-31 02:30:00
            twice,2024-10-27 02:30:00
            before,2024-10-27 01:59:59
            after,2024-10-27 03:00:00
            """,
            into: "bot_settings"
        ) { $0.timeZone = "Europe/Berlin" }
        #expect(report.rules == ["range:updated_at": [5, 6]])
        #expect(
            try shop.rows("parameter_name, updated_at", from: "bot_settings")
                == [
                    "after|2024-10-27 02:00:00+00", "before|2024-10-26 23:59:59+00",
                    "named|2024-07-01 12:00:00+00", "summer|2024-07-01 10:00:00+00",
                    "winter|2024-01-01 11:00:00+00",
                ]
        )
    }

    @Test func textsAreDataWhateverTheyLookLike() async throws {
        let shop = try await ImportWorkshop()
        let texts = [
            "=cmd|' /C calc'!A0", "@SUM(1)", "'); DROP TABLE orders; --", "\\.", "\\N", "NULL",
            "😀é",
        ]
        let lines = texts.enumerated().map { "\($0.offset),\"\($0.element)\"" }
        try shop.load(
            "parameter_name,parameter_value\n" + lines.joined(separator: "\n"),
            into: "bot_settings"
        )
        #expect(
            try shop.database.column(
                "SELECT parameter_value FROM bot_settings ORDER BY parameter_name"
            ) == texts
        )
        #expect(try shop.database.count("orders") == 0)
    }

    @Test func documentsGoIntoJSONColumnsWhole() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            """
            {"timestamp": 1709251200, "component": "a", "level": "I", "message": {"k": 1}, "details": {"n": 1.00000000000000000001, "l": [null, "é\\ud83d\\ude00"]}}
            {"timestamp": 1709251200, "component": "b", "level": "I", "message": 5, "details": "{\\"a\\": 1}"}
            {"timestamp": 1709251200, "component": "c", "level": "I", "message": true, "details": "plain"}
            {"timestamp": 1709251200, "component": "d", "level": "I", "message": "m", "details": [{}]}
            {"timestamp": 1709251200, "component": "e", "level": "I", "message": "m", "details": "\\u0000"}
            {"timestamp": 1709251200, "component": "f", "level": "I", "message": "m", "details": {"a": 1,}}
            not json
            {"timestamp": 1709251200, "component": "g", "level": "I", "message": "m"}
            """,
            into: "system_logs",
            as: "logs.ndjson"
        )
        #expect(report.rules == ["json": [5, 6, 7]], "\(report)")
        #expect(
            try shop.rows("component, message, details", from: "system_logs")
                == [
                    "a|{\"k\": 1}|{\"l\": [null, \"é😀\"], \"n\": 1.00000000000000000001}",
                    "b|5|{\"a\": 1}", "c|true|\"plain\"", "d|m|[{}]", "g|m|-",
                ]
        )
    }
}
