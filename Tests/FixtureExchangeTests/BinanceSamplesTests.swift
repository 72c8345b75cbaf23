import Foundation
import Testing

@testable import FixtureExchange

/// Serves the rows of recorded answers and expects the recorded bytes back.
@Suite(.enabled(if: TestFiles.shared != nil, "the shared reference data is not there"))
struct BinanceSamplesTests {
    private func sample(_ name: String) throws -> String {
        let shared = try #require(TestFiles.shared)
        return try String(
            contentsOfFile: "\(shared)/apis/samples/binance/\(name).json",
            encoding: .utf8
        )
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The rows of a recording as lines of a candle file.
    private func lines(_ recording: String) -> [String] {
        recording.dropFirst(2).dropLast(2).components(separatedBy: "],[").map { row in
            let fields = row.split(separator: ",").map { $0.filter { $0 != "\"" } }
            return (fields[0...5] + fields[7...10]).joined(separator: ",")
        }
    }

    @Test(
        "A recorded request gets the recorded answer",
        arguments: [
            (
                ["klines_btcusdt_1m_unaligned_window"],
                "interval=1m&startTime=1588740088000&endTime=1588743688000"
            ),
            (
                ["klines_btcusdt_1m_start_equals_end"],
                "interval=1m&startTime=1588636800000&endTime=1588636800000"
            ),
            (
                ["klines_btcusdt_1d_2019_end_1s_before", "klines_btcusdt_1d_2019_end_on_boundary"],
                "interval=1d&limit=1000&startTime=1546300800000&endTime=1577836799000"
            ),
            (
                ["klines_btcusdt_1d_2019_end_on_boundary"],
                "interval=1d&limit=1000&startTime=1546300800000&endTime=1577836800000"
            ),
            (
                ["klines_btcusdt_1h_page1_1000", "klines_btcusdt_1h_page2_gap"],
                "interval=1h&limit=1000&startTime=1588280400000&endTime=1591880400000"
            ),
            (
                ["klines_btcusdt_1h_page2_gap", "klines_btcusdt_1h_page1_1000"],
                "interval=1h&limit=1000&startTime=1591880400000&endTime=1593572400000"
            ),
            (["klines_btcusdt_5m_limit24"], "interval=5m&limit=24"),
            (["klines_btcusdt_1m_10"], "interval=1m&limit=10"),
        ] as [([String], String)]
    )
    func recordedAnswer(samples: [String], query: String) async throws {
        let interval = try #require(query.dropFirst(9).split(separator: "&").first)
        // The first sample is the expected answer; the venue had the rows of all. Where a row was
        // revised between two recordings, the first one's version counts.
        var byOpenTime: [Substring: String] = [:]
        for line in try samples.flatMap({ lines(try sample($0)) }) {
            let open = line.prefix { $0 != "," }
            byOpenTime[open] = byOpenTime[open] ?? line
        }
        let rows = byOpenTime.sorted { $0.key < $1.key }.map(\.value)
        let expected = try sample(samples[0])
        try await TestFiles.withFolder { folder in
            let header =
                "open_time_ms,open,high,low,close,volume,quote_volume,trade_count,"
                + "taker_buy_volume,taker_buy_quote_volume\n"
            try TestFiles.write(
                header + rows.joined(separator: "\n") + "\n",
                to: "\(folder)/BTCUSDT-\(interval).csv"
            )
            try await withServer([folder]) { _, client in
                let answer = try await client.send(
                    "GET",
                    "/api/v3/klines?symbol=BTCUSDT&\(query)"
                )
                let isEqual = answer.text == expected
                #expect(isEqual, "\(answer.rows.count) rows differ from the recording")
            }
        }
    }

    @Test(arguments: [
        ("error_400_invalid_symbol", "klines?symbol=NOPE&interval=1h"),
        ("error_400_mandatory_param", "klines?interval=1h"),
        ("error_429_weight", "klines?symbol=SMALLUSDT&interval=1m"),
        ("klines_empty", "klines?symbol=SMALLUSDT&interval=1m&startTime=1900000000000"),
    ])
    func recordedError(name: String, target: String) async throws {
        let faults = name.contains("429") ? ["429:17"] : []
        try await withServer([TestFiles.small], faults: faults) { _, client in
            let answer = try await client.send("GET", "/api/v3/" + target)
            #expect(answer.text == (try sample(name)))
        }
    }

    @Test func exchangeInfoHasNoKeyThatTheRecordingLacks() async throws {
        let recorded = try JSONSerialization.jsonObject(
            with: Data(try sample("exchangeInfo_25_symbols").utf8)
        )
        let info = try #require(recorded as? [String: Any])
        let recordedSymbol = try #require((info["symbols"] as? [[String: Any]])?.first)
        try await withServer([TestFiles.small]) { _, client in
            let body = try await client.send("GET", "/api/v3/exchangeInfo").body
            let served = try #require(
                try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            )
            #expect(Set(served.keys).isSubset(of: info.keys))
            let symbol = try #require((served["symbols"] as? [[String: Any]])?.first)
            #expect(Set(symbol.keys).isSubset(of: recordedSymbol.keys))
        }
    }

    @Test func decimalsWithTwentyPlacesReachTheClientAsTheyAre() async throws {
        let file = try #require(TestFiles.shared) + "/data/ohlcv/ADABTC-5m.csv.gz"
        let content = try GzipReader.content(of: file)
        let line = String(decoding: content, as: UTF8.self).split(separator: "\n")[1]
            .split(separator: ",")
        try await withServer([file]) { _, client in
            let path = "/api/v3/klines?symbol=ADABTC&interval=5m&startTime=0&limit=1"
            let row = try #require(try await client.send("GET", path).rows.first)
            #expect(Array(row[0...5]) == [String(line[0])] + line[1...5].map { "\"\($0)\"" })
            #expect(row[1] == "\"0.00005330000000000001\"")
        }
    }

    @Test func everyRowOfARealFileIsServedOnce() async throws {
        let file = try #require(TestFiles.shared) + "/data/ohlcv/BTCUSDT-1m.csv.gz"
        let content = String(decoding: try GzipReader.content(of: file), as: UTF8.self)
        var expected = content.split(separator: "\n").dropFirst().map(String.init)[...]
        try await withServer([file]) { _, client in
            var start = "0"
            // Thirty pages are enough to meet the outage of December 2020.
            for _ in 0..<30 {
                let rows = try await client.send(
                    "GET",
                    "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=\(start)&limit=1000"
                ).rows
                let lines = rows.map { row in
                    row[0...5].map { $0.filter { $0 != "\"" } }.joined(separator: ",")
                }
                #expect(lines == Array(expected.prefix(1_000)))
                expected = expected.dropFirst(1_000)
                start = "\((rows.last.flatMap { Int($0[0]) } ?? 0) + 1)"
            }
        }
    }
}
