import Testing
import TestSupport

extension EndToEnd {
    /// Memory does not grow with the length of the range.
    @Suite struct FlatTests {
        /// A series of flat candles, which is as large as any other.
        private static func candles(_ count: Int) -> CandleLines {
            let start = milliseconds("2022-01-01")
            let rows = (0..<count).map { row in
                let price = "\(40_000 + row * 7_919 % 1_000).\(10 + row % 90)"
                let prices = [price, price, price, price].joined(separator: ",")
                return "\(start + row * 60_000),\(prices),\(1 + row % 50)"[...]
            }
            return CandleLines(header: "open_time_ms,open,high,low,close,volume", rows: rows)
        }

        /// Held in memory, the longer series' candles and indicators alone would be 240 MB more; how
        /// many of the buffers are full at once differs from run to run by up to 40 MB.
        @Test func sevenTimesTheCandlesNeedTheSameMemory() async throws {
            var peaks: [Int] = []
            for count in [100_000, 700_000] {
                let bench = try await Workbench(
                    Self.candles(count),
                    now: "2024-04-02T13:11:30Z",
                    options: ["--weight-limit", "1000000"]
                )
                let run = try await bench.store().ingest(
                    from: "2022-01-01",
                    "--training",
                    "\(bench.scratch.path)/dataset"
                ).succeeded()
                let peak = try JSONDocument(parsing: run.output)["peak_memory_bytes"].int
                peaks.append(try #require(peak))
            }
            #expect(peaks[1] < 256 << 20, "\(peaks)")
            #expect(peaks[1] - peaks[0] < 90 << 20, "\(peaks)")
        }
    }
}
