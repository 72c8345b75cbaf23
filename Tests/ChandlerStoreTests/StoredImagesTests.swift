import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// Objects that enter the server as finished bytes are those it would have made from the text.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct StoredImagesTests {
    /// Columns of all magnitudes, signs and lengths, with undefined values here and there.
    private static func columns(_ count: Int, rows: Int, seed: UInt64) -> IndicatorColumns {
        var generator = SeededGenerator(seed: seed)
        let columns = (0..<count).map { column in
            (0..<rows).map { row -> Double in
                if column > 0, row < 20 * column % 130 { return .nan }
                switch generator.int(0...11) {
                case 0: return row % 7 == 0 ? .nan : 0
                case 1: return Double(bitPattern: generator.next())
                case 2: return Double(generator.int(-99_999...99_999)) * 10_000
                case 3: return Double(generator.int(-1_000_000...1_000_000)) / 10_000
                case 4: return Double.random(in: -1...1, using: &generator) * 1e-9
                case 5: return Double.random(in: -1...1, using: &generator) * 1e21
                case 6:
                    return -Double(sign: .plus, exponent: generator.int(-200...200), significand: 1)
                default: return Double.random(in: -1e5...1e5, using: &generator)
                }
            }
        }
        let names = (0..<count).map { String(repeating: "k", count: 1 + $0 % 24) + "_\($0)" }
        return IndicatorColumns(names: names, columns: columns, count: rows)
    }

    private static func job(_ indicators: IndicatorColumns, _ symbol: String) throws -> LoadJob {
        let start = try moment("2024-02-01")
        let candles = (0..<indicators.count).map {
            Candle.sample(start + Int64($0) * 60_000_000)
        }
        return LoadJob(
            series: try SeriesID(symbol, .minute),
            range: TimeRange(start, start + Int64(indicators.count) * 60_000_000),
            way: .insert,
            candles: candles,
            indicators: indicators
        )
    }

    /// The stored bytes of every row's object.
    private static func images(_ store: TestStore) throws -> [[String]] {
        let connection = try store.connection()
        try connection.execute("CREATE CAST (jsonb AS bytea) WITHOUT FUNCTION")
        return try connection.query(
            """
            SELECT encode(indicators::bytea, 'hex'), indicators::text
            FROM market_data ORDER BY "timestamp"
            """
        ).map { [try $0.text(0), try $0.text(1)] }
    }

    /// One key, a few, more than the 32 between two marked entries, and rows that the server moves
    /// out of line.
    @Test(arguments: [1, 2, 25, 31, 32, 33, 72, 150])
    func imagesAreWhatTheServerMakesOfTheText(count: Int) async throws {
        let seed = UInt64(4_000 + count)
        let columns = Self.columns(count, rows: 2_500, seed: seed)
        let sent = try await TestStore()
        #expect(try await sent.lane.form(for: Self.job(columns, "SENT")) == .image)
        try await sent.lane.load(Self.job(columns, "SAME"), runID: 1)
        let parsed = try await TestStore()
        await parsed.lane.sendText()
        try await parsed.lane.load(Self.job(columns, "SAME"), runID: 1)
        let (left, right) = (try Self.images(sent), try Self.images(parsed))
        #expect(left.count == 2_500)
        for (row, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
            Issue.record("seed \(seed) row \(row): \(pair.0[1]) is not \(pair.1[1])")
            break
        }
    }

    /// Staged rows reach an existing month the same way.
    @Test func mergedRowsAreThoseOfTheText() async throws {
        let columns = Self.columns(25, rows: 2_500, seed: 77)
        var contents: [String] = []
        for isText in [false, true] {
            let store = try await TestStore()
            if isText { await store.lane.sendText() }
            try await store.lane.load(Self.job(columns.dropFirst(2_450), "SAME"), runID: 1)
            var job = try Self.job(columns, "SAME")
            job = LoadJob(
                series: job.series,
                range: job.range,
                way: .merge,
                candles: job.candles,
                indicators: columns
            )
            try await store.lane.load(job, runID: 1)
            contents.append(try store.rows())
        }
        #expect(contents[0] == contents[1])
    }

    /// A role that is no superuser has no right to vouch for bytes.
    @Test func ordinaryRolesSendText() async throws {
        let store = try await TestStore()
        let owner = try store.connection()
        try owner.execute(
            """
            CREATE ROLE chandler_plain LOGIN;
            GRANT ALL ON SCHEMA public TO chandler_plain;
            GRANT ALL ON ALL TABLES IN SCHEMA public TO chandler_plain;
            GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO chandler_plain
            """
        )
        try await store.lane.assume("chandler_plain")
        let columns = Self.columns(3, rows: 2_500, seed: 9)
        #expect(try await store.lane.form(for: Self.job(columns, "PLAIN")) == .text)
        try owner.execute("DROP OWNED BY chandler_plain; DROP ROLE chandler_plain")
    }

    /// No dump taken meanwhile and no crash may ever meet the type or its casts.
    @Test func theTypeIsGoneWhenTheTransactionIs() async throws {
        let store = try await TestStore()
        let columns = Self.columns(5, rows: 2_500, seed: 5)
        try await store.lane.load(Self.job(columns, "FIRST"), runID: 1)
        try await store.lane.load(Self.job(columns, "SECOND"), runID: 1)
        let connection = try store.connection()
        for found in [
            "pg_type WHERE typname LIKE '%chandler_jsonb%'",
            "pg_proc WHERE proname LIKE '%chandler_jsonb%'",
            "pg_cast WHERE castmethod = 'b' AND casttarget = 'jsonb'::regtype",
        ] {
            #expect(
                try connection.query("SELECT count(*) FROM \(found)").firstRow().int64(0) == 0
            )
        }
        #expect(
            try connection.query(
                "SELECT count(*) FROM market_data WHERE pg_typeof(indicators) = 'jsonb'::regtype"
            ).firstRow().int64(0) == 5_000
        )
    }

    /// What an operator adds to the column forbids images, and text is as good.
    @Test(arguments: [
        "ADD CONSTRAINT is_object CHECK (jsonb_typeof(indicators) = 'object')",
        "ALTER COLUMN indicators SET DEFAULT '{}'",
    ])
    func tablesThatRefuseImagesTakeText(change: String) async throws {
        let store = try await TestStore()
        try store.connection().execute("ALTER TABLE market_data \(change)")
        let columns = Self.columns(5, rows: 2_500, seed: 6)
        try await store.lane.load(Self.job(columns, "FIRST"), runID: 1)
        try await store.lane.load(Self.job(columns, "SECOND"), runID: 1)
        #expect(
            try store.connection().query("SELECT count(*) FROM market_data").firstRow().int64(0)
                == 5_000
        )
    }
}

/// The fast writers against the plain one, without a server.
@Suite struct IndicatorWriterTests {
    @Test(arguments: UInt64(1)...4)
    func textIsThatOfThePlainWay(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let names = ["a", "macd_signal_12_26_9", String(repeating: "long_", count: 9), "obv"]
        let columns = names.map { _ in
            (0..<500).map { _ -> Double in
                switch generator.int(0...4) {
                case 0: .nan
                case 1: Double(bitPattern: generator.next())
                case 2: Double(generator.int(-100...100))
                default: Double.random(in: -1e6...1e6, using: &generator)
                }
            }
        }
        let indicators = IndicatorColumns(names: names, columns: columns, count: 500)
        var writer = IndicatorWriter(indicators, as: .text)
        let room = writer.maximumLength
        // Backwards and with jumps too: the order of rows changes nothing.
        for row in Array(0..<500) + [499, 3, 250, 70, 63, 64, 0] {
            let text = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = buffer.baseAddress.map { writer.write(row: row, to: $0) } ?? 0
            }
            #expect(
                String(decoding: text, as: UTF8.self) == indicators.json(row: row),
                "seed \(seed)"
            )
        }
    }
}
