import ChandlerWarehouse
import TestSupport
import Testing

/// A key that a line of JSON lacks says nothing, whatever other lines say.
@Suite struct MissingKeyTests {
    private static func trade(_ id: String, _ rest: String) -> String {
        """
        {"trade_id":"\(id)","symbol":"B","side":"BUY","quantity":1,"price":2,\
        "executed_at":"2024-01-01"\(rest)}

        """
    }

    @Test func aNewRowHasDefaultsAndAStoredOneKeepsItsValues() async throws {
        let shop = try await ImportWorkshop()
        let file =
            Self.trade("1", ",\"fees\":0.5,\"exit_reason\":\"x\"") + Self.trade("2", "")
            + Self.trade("3", ",\"fees\":null")
        func load(_ text: String) throws -> ImportReport {
            try shop.load(text, into: "trades", as: "trades.jsonl")
        }
        #expect(try load(file).inserted == 3)
        #expect(
            try shop.rows("trade_id, fees, exit_reason", from: "trades")
                == ["1|0.5|x", "2|0|-", "3|-|-"]
        )
        #expect(try load(file).unchanged == 3)
        // The first line lacks what it gave, and nothing is lost.
        let less = try load(Self.trade("1", "") + Self.trade("2", ",\"fees\":0.25"))
        #expect(less.counts == "0 inserted, 1 updated, 1 unchanged, 0 repeated, 0 rejected")
        let mixed = try load(
            Self.trade("1", ",\"exit_reason\":\"y\"") + Self.trade("2", ",\"fees\":0.75")
        )
        #expect(mixed.counts == "0 inserted, 2 updated, 0 unchanged, 0 repeated, 0 rejected")
        #expect(
            try shop.rows("trade_id, fees, exit_reason", from: "trades")
                == ["1|0.5|y", "2|0.75|-", "3|-|-"]
        )
    }

    @Test func columnsThatMustHaveAValueHaveTheirDefault() async throws {
        let shop = try await ImportWorkshop()
        let id = "11111111-1111-4111-8111-111111111111"
        let file = """
            {"id":"\(id)","name":"a","isActive":false,"created_at":"2023-05-05"}
            {"name":"b","is_active":"yes"}
            {"name":"c"}
            {"name":"d","is_active":null}
            {"name":"e","is_active":true,"isActive":true}
            {"name":"f","name":"g"}
            {"description":"h"}
            """
        let report = try shop.load(file, into: "strategies", as: "rows.jsonl")
        #expect(
            report.rules == [
                "required:is_active": [4], "twice:is_active": [5], "json": [6],
                "required:name": [7],
            ],
            "\(report.rejects)"
        )
        #expect(
            try shop.rows(
                "name, is_active, id = '\(id)', created_at < now() - '1 day'::interval",
                from: "strategies"
            )
                == ["a|false|true|true", "b|true|false|false", "c|true|false|false"]
        )
        let again = try shop.load(file, into: "strategies", as: "rows.jsonl")
        #expect(again.counts == "0 inserted, 0 updated, 3 unchanged, 0 repeated, 4 rejected")
    }

    @Test func rowsWithoutAUniqueKeyAreComparedInWhatTheyGive() async throws {
        let shop = try await ImportWorkshop()
        func trade(_ mint: String, _ rest: String) -> String {
            "{\"token_mint\":\"\(mint)\",\"strategy_id\":\"s\",\"entry_time\":1709251200\(rest)}\n"
        }
        let file =
            trade("a", ",\"roi\":1") + trade("a", ",\"roi\":1,\"exit_reason\":\"stop\"")
            + trade("b", "") + trade("b", "")
        func load(_ text: String) throws -> ImportReport {
            try shop.load(text, into: "cubi.trade_data", as: "rows.jsonl")
        }
        #expect(try load(file).inserted == 4)
        #expect(try load(file).unchanged == 4)
        #expect(try load(trade("b", "")).unchanged == 1)
        #expect(
            try shop.rows("token_mint, roi, exit_reason", from: "cubi.trade_data")
                .sorted() == ["a|1|-", "a|1|stop", "b|-|-", "b|-|-"]
        )
    }

    @Test func repeatedLinesMustGiveTheSameColumns() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load(
            """
            {"name":"a","description":null}
            {"name":"a"}
            {"name":"a","description":null}
            """,
            into: "strategies",
            as: "rows.jsonl"
        )
        #expect(report.rules == ["duplicate": [2]], "\(report)")
        #expect(report.repeated == 1 && report.inserted == 1)
    }

    @Test func theTimeOfAChangeIsNowWhereALineDoesNotSayIt() async throws {
        let shop = try await ImportWorkshop()
        func load(_ text: String) throws -> ImportReport {
            try shop.load(text, into: "bot_settings", as: "rows.jsonl")
        }
        _ = try load(
            """
            {"parameter_name":"a","parameter_value":"1","updated_at":"2024-01-01"}
            {"parameter_name":"b","parameter_value":"1","updated_at":"2024-01-01"}
            """
        )
        let report = try load(
            """
            {"parameter_name":"a","parameter_value":"2"}
            {"parameter_name":"b","parameter_value":"2","updated_at":"2023-01-01"}
            """
        )
        #expect(report.updated == 1 && report.older == 1, "\(report)")
        #expect(
            try shop.rows(
                "parameter_name, parameter_value, updated_at > now() - '1 day'::interval",
                from: "bot_settings"
            ) == ["a|2|true", "b|1|false"]
        )
    }
}
