import ChandlerWarehouse
import TestSupport
import Testing

/// Nothing is made up, dropped or passed over in silence.
@Suite struct FaithfulReadingTests {
    @Test func anEmptyValueIsNeverADefault() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            """
            symbol,action,entry_price,entry_time,quantity,status
            A,BUY,1,2024-01-01,1,
            B,BUY,1,2024-01-01,1,""
            C,BUY,1,2024-01-01,1,OPEN
            """,
            into: "trade_history"
        )
        #expect(report.rules == ["required:status": [2], "check:trade_history_status_check": [3]])
        #expect(report.rejects.contains { $0.reason.contains("leave the column out") }, "\(report)")
        #expect(try shop.rows("symbol, status", from: "trade_history") == ["C|OPEN"])
    }

    @Test func everyKindOfReasonHasItsLines() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            """
            parameter_name,updated_at
            a,2024-01-01 00:00:00.1234567
            b,2024-03-31 02:30:00
            c,2024-10-27 02:30:00
            d,2024-01-01 00:00:00.7654321
            """,
            into: "bot_settings"
        ) { $0.timeZone = "Europe/Berlin" }
        #expect(report.rejects.map(\.rule) == Array(repeating: "range:updated_at", count: 3))
        #expect(report.rejects.map(\.lines) == [[2, 5], [3], [4]])
        for (reject, words) in zip(report.rejects, ["microsecond", "skipped", "twice"]) {
            #expect(reject.reason.contains(words), "\(reject)")
        }
    }

    @Test func aKeyThatWouldBeDroppedIsRejected() async throws {
        let shop = try await ImportWorkshop()
        let many = (0..<40).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let documents = [
            #"{"a":1,"a":2}"#, #"{"a":{"b":1,"\u0062":2}}"#, #"[{"a":1},{"a":1}]"#,
            "{\(many)}", "{\(many),\"k7\":1}", #""{\"a\":1,\"a\":2}""#,
        ]
        let lines = documents.enumerated().map {
            "{\"name\":\"s\($0.offset)\",\"parameters\":\($0.element)}"
        }
        let report = try shop.load(
            lines.joined(separator: "\n"),
            into: "strategies",
            as: "rows.jsonl"
        )
        #expect(report.rules == ["type:parameters": [1, 2, 5, 6]], "\(report.rejects)")
        #expect(report.rejects.allSatisfy { $0.reason.contains("stands twice") })
        #expect(try shop.rows("name", from: "strategies") == ["s2", "s3"])
    }

    @Test(arguments: [";", "\t", "|"])
    func theDelimiterIsFoundInTheHeader(_ delimiter: String) async throws {
        let shop = try await ImportWorkshop()
        let text = "parameter_name,\"parameter_value\"\na,b\n".replacing(",", with: delimiter)
        let report = try shop.load(text, into: "bot_settings")
        #expect(report.foundDelimiter == delimiter)
        #expect(report.inserted == 1)
        let error = try shop.failure(text, into: "bot_settings") {
            $0.delimiter = UInt8(ascii: ",")
        }
        let name = delimiter == "\t" ? "tab" : "'\(delimiter)'"
        #expect(error.message.contains("--delimiter \(name)"), "\(error)")
        let plain = try shop.load("parameter_name,parameter_value\na,b\n", into: "bot_settings")
        #expect(plain.foundDelimiter == nil && plain.unchanged == 1)
    }

    @Test func emptyColumnsAtTheEndMeanNothing() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            "parameter_name;parameter_value;;\na;b;;\nc;d;;\"\"\ne;f;x;\ng;h\n",
            into: "bot_settings"
        )
        #expect(report.rules == ["fields": [4, 5]], "\(report.rejects)")
        #expect(report.rejects.contains { $0.reason.contains("field 3 has a value") })
        #expect(report.ignoredColumns == [])
        let error = try shop.failure(
            "parameter_name,,parameter_value\na,,b\n",
            into: "bot_settings"
        )
        #expect(error.message.contains("field 2, which has no name"), "\(error)")
    }

    @Test(arguments: ["rows.csv", "rows.jsonl"])
    func aMapOfNoColumnIsAnError(_ name: String) async throws {
        let shop = try await ImportWorkshop()
        let text =
            name == "rows.csv"
            ? "setting,parameter_value\na,b\n" : #"{"setting":"a","parameter_value":"b"}"#
        let error = try shop.failure(text, into: "bot_settings", as: name) {
            $0.renames = ["setting": "parameter_name", "seting": "description"]
        }
        #expect(error.code == .usage)
        #expect(error.message.contains("\"seting\""), "\(error)")
        #expect(error.message.contains("nearest: setting"), "\(error)")
        let report = try shop.load(text, into: "bot_settings", as: name) {
            $0.renames = ["setting": "parameter_name"]
        }
        #expect(report.inserted == 1)
    }
}
