import ChandlerPostgres
import ChandlerWarehouse
import TestSupport
import Testing

/// Random files against an expectation that is computed without the import.
@Suite struct RandomImportTests {
    /// A table as a dictionary, and files as lists of lines.
    private struct Model {
        struct Value: Equatable {
            var totalTrades: String
            var profit: String
        }
        var stored: [String: Value] = [:]
        var inserted = 0
        var updated = 0
        var unchanged = 0
        var repeated = 0
        var rejected: [String: [Int]] = [:]

        mutating func load(_ lines: [String]) {
            (inserted, updated, unchanged, repeated, rejected) = (0, 0, 0, 0, [:])
            var seen: [String: Value] = [:]
            for (index, line) in lines.enumerated() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
                let value = Value(totalTrades: fields[2], profit: fields[3])
                let key = fields[0] + "|" + (fields[1].isEmpty ? "-" : fields[1])
                if fields[2] == "many" {
                    rejected["type:total_trades", default: []].append(index + 2)
                } else if fields[0].isEmpty {
                    rejected["required:date", default: []].append(index + 2)
                } else if let earlier = seen[key] {
                    if earlier == value {
                        repeated += 1
                    } else {
                        rejected["duplicate", default: []].append(index + 2)
                    }
                } else {
                    seen[key] = value
                    if stored[key] == nil {
                        inserted += 1
                    } else if stored[key] == value {
                        unchanged += 1
                    } else {
                        updated += 1
                    }
                    stored[key] = value
                }
            }
        }

        var rows: [String] {
            stored.map { "\($0.key)|\($0.value.totalTrades)|\($0.value.profit)" }.sorted()
        }
    }

    private static func line(_ random: inout SeededGenerator) -> String {
        let day = Int.random(in: 0...30, using: &random)
        let date = day == 0 ? "" : "2024-01-\(day < 10 ? "0" : "")\(day)"
        let symbol = ["", "A", "B"].randomElement(using: &random) ?? ""
        let trades = Int.random(in: 0...12, using: &random)
        let cents = Int.random(in: 0...9, using: &random)
        return
            "\(date),\(symbol),\(trades == 12 ? "many" : String(trades / 6)),0.0000000\(cents / 5)"
    }

    @Test func everyFileDoesWhatTheModelSays() async throws {
        let shop = try await ImportWorkshop()
        var random = SeededGenerator.announced("random imports")
        var model = Model()
        for round in 0..<12 {
            let lines = (0..<Int.random(in: 1...80, using: &random)).map { _ in
                Self.line(&random)
            }
            let text = "date,symbol,total_trades,net_profit\n" + lines.joined(separator: "\n")
            for _ in 0..<2 {
                model.load(lines)
                let report = try shop.load(text, into: "performance_metrics")
                let comment: Comment = "round \(round): \(report)"
                #expect(report.inserted == model.inserted, comment)
                #expect(report.updated == model.updated, comment)
                #expect(report.unchanged == model.unchanged, comment)
                #expect(report.repeated == model.repeated, comment)
                #expect(report.rules == model.rejected.mapValues { Array($0.prefix(5)) }, comment)
                let counts = Dictionary(
                    report.rejects.map { ($0.rule, $0.count) },
                    uniquingKeysWith: +
                )
                #expect(counts == model.rejected.mapValues(\.count), comment)
            }
            #expect(
                try shop.database.column(
                    """
                    SELECT concat_ws('|', date, coalesce(symbol, '-'), total_trades, net_profit)
                    FROM performance_metrics
                    """
                ).sorted() == model.rows
            )
        }
    }

    /// The server's own reading of the same texts is the oracle.
    @Test func numbersAndTimesAreWhatTheServerReads() async throws {
        let shop = try await ImportWorkshop()
        var random = SeededGenerator.announced("random values")
        var lines = ["token_mint,strategy_id,roi,roi_per_sec,time_held,entry_time,exit_time"]
        for index in 0..<3_000 {
            let double = Double(bitPattern: random.next())
            let exponent = Int.random(in: -320...308, using: &random)
            let digits = String(random.next())
            let texts = [
                double.isFinite ? "\(double)" : "NaN",
                Double("\(digits)e\(exponent - digits.count)")?.isInfinite == false
                    ? "0.\(digits)e\(exponent)" : "-Infinity",
                String(Double(Int.random(in: -99_999...99_999, using: &random)) / 1_000),
            ]
            let minute = Int64.random(in: -200_000_000...200_000_000, using: &random)
            let offset = ["", "Z", "+05:30", "-08", "+0200"].randomElement(using: &random) ?? ""
            let date = Self.day(1 + Int(minute.magnitude % 28), 1 + Int(minute.magnitude % 12))
            let time =
                "\(date) 2\(minute.magnitude % 4):0\(minute.magnitude % 10):59.\(digits.prefix(5))\(offset)"
            lines.append("m\(index),s,\(texts[0]),\(texts[1]),\(texts[2]),2024-03-01,\(time)")
        }
        let report = try shop.load(lines.joined(separator: "\n"), into: "cubi.trade_data")
        let connection = try shop.database.connect()
        try connection.execute(
            "CREATE TEMP TABLE texts (mint text, roi text, rate text, held text, exit_time text)"
        )
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            try connection.query(
                "INSERT INTO texts VALUES ($1, $2, $3, $4, $5)",
                [
                    .text(fields[0]), .text(fields[2]), .text(fields[3]), .text(fields[4]),
                    .text(fields[6]),
                ]
            )
        }
        let odd = try connection.query(
            """
            SELECT x.mint, x.roi, x.rate, x.exit_time
            FROM texts AS x JOIN cubi.trade_data AS d ON d.token_mint = x.mint
            WHERE float8send(x.roi::float8) <> float8send(d.roi)
                OR float8send(x.rate::float8) <> float8send(d.roi_per_sec)
                OR float8send(x.held::float8) <> float8send(d.time_held)
                OR x.exit_time::timestamptz IS DISTINCT FROM d.exit_time
            """
        ).map { "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2)) \(try $0.text(3))" }
        #expect(odd == [])
        #expect(report.rejects.allSatisfy { $0.rule.hasPrefix("range:roi") }, "\(report.rejects)")
        #expect(report.inserted > 2_900, "\(report)")
    }

    private static func day(_ day: Int, _ month: Int) -> String {
        "20\(10 + day)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    @Test func decimalsFitExactlyOrNotAtAll() async throws {
        let shop = try await ImportWorkshop()
        var random = SeededGenerator.announced("random decimals")
        var lines = ["symbol,action,entry_price,entry_time,quantity,pnl_percent"]
        var texts: [(String, String)] = []
        for index in 0..<2_000 {
            func number(_ whole: Int, _ decimals: Int) -> String {
                let digits = (0..<Int.random(in: 1...whole, using: &random)).map { _ in
                    String(Int.random(in: 0...9, using: &random))
                }.joined()
                let fraction = (0..<Int.random(in: 0...decimals, using: &random)).map { _ in
                    String([0, 0, 5].randomElement(using: &random) ?? 0)
                }.joined()
                let sign = ["", "-", "+"].randomElement(using: &random) ?? ""
                let power = ["", "e1", "E-2", "e+3"].randomElement(using: &random) ?? ""
                return sign + digits + (fraction.isEmpty ? "" : "." + fraction) + power
            }
            texts.append((number(11, 10), number(5, 6)))
            lines.append("S\(index),BUY,\(texts[index].0),2024-03-01,1,\(texts[index].1)")
        }
        let report = try shop.load(lines.joined(separator: "\n"), into: "trade_history")
        let connection = try shop.database.connect()
        let stored = Set(try shop.rows("symbol, entry_price, pnl_percent", from: "trade_history"))
        var expected: Set<String> = []
        for (index, text) in texts.enumerated() {
            let row = try connection.query(
                """
                SELECT abs($1::numeric) < 1e10 AND round($1::numeric, 8) = $1::numeric
                    AND abs($2::numeric) < 1e4 AND round($2::numeric, 4) = $2::numeric,
                    round($1::numeric, 8), round($2::numeric, 4)
                """,
                [.text(text.0), .text(text.1)]
            ).firstRow()
            if try row.bool(0) {
                expected.insert("S\(index)|\(try row.text(1))|\(try row.text(2))")
            }
        }
        #expect(stored == expected)
        #expect(expected.count > 300 && expected.count < 1_900, "\(expected.count)")
        #expect(report.rejected == 2_000 - expected.count)
        #expect(report.rejects.allSatisfy { $0.rule.hasPrefix("range:") }, "\(report.rejects)")
    }
}
