import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Changing the future changes no feature.
    @Suite struct LookAheadTests {
        private static let step = 60_000

        @Test func candlesAfterAMomentChangeNothingBeforeIt() async throws {
            let start = milliseconds("2024-01-15")
            let end = start + 21 * 86_400_000
            let candles = try await CandleLines.committed("BTCUSDT").opening(in: start..<end)
            let original = try await dataset(of: candles, start..<end)
            var random = SeededGenerator.announced("no look-ahead")
            for _ in 0..<4 {
                let row = try #require(candles.rows.dropFirst(6_000).randomElement(using: &random))
                let moment = CandleLines.openTime(row)
                let changed = try await dataset(
                    of: changing(candles, after: moment, &random),
                    start..<end
                )
                compare(original, changed, upTo: moment)
            }
        }

        private func compare(_ original: Table, _ changed: Table, upTo last: Int) {
            let moment = Self.text(last)
            #expect(original.columns == changed.columns)
            let labels = original.columns.indices.filter {
                original.columns[$0].hasPrefix("label_")
            }
            let features = original.columns.indices.filter { !labels.contains($0) }
            // The last row whose label ends at the moment or before.
            let limits = original.columns.map { name in
                Self.text(last - (Int(name.split(separator: "_").last ?? "") ?? 0) * Self.step)
            }
            var compared = 0
            for (time, row) in original.rows where time <= moment {
                guard let other = changed.rows[time] else {
                    Issue.record("the row at \(time) is missing after a change at \(moment)")
                    continue
                }
                for column in features where row[column] != other[column] {
                    Issue.record("\(original.columns[column]) at \(time) knew of \(moment)")
                }
                for column in labels {
                    guard time <= limits[column] else { continue }
                    if row[column] != other[column] {
                        Issue.record("\(original.columns[column]) at \(time) knew of \(moment)")
                    }
                }
                compared += 1
            }
            #expect(compared > 1_000)
            #expect(changed.rows.keys.allSatisfy { original.rows[$0] != nil || $0 > moment })
            // The change must have been one: later rows differ.
            #expect(original.rows.contains { $0.key > moment && changed.rows[$0.key] != $0.value })
        }

        /// Other prices and volumes for all candles after a moment.
        private func changing(
            _ candles: CandleLines,
            after moment: Int,
            _ random: inout SeededGenerator
        ) -> CandleLines {
            var changed = candles
            changed.rows = candles.rows.map { row in
                let time = CandleLines.openTime(row)
                guard time > moment else { return row }
                let prices = (0..<4).map { _ in Int.random(in: 1_000...90_000, using: &random) }
                let fields = row.split(separator: ",", omittingEmptySubsequences: false)
                let low = prices.min() ?? 0
                let high = prices.max() ?? 0
                let volume = Int.random(in: 0...500, using: &random)
                let head = [time, prices[0], high, low, prices[1], volume].map { "\($0)" }
                return (head[...] + fields.dropFirst(6).map(String.init)).joined(separator: ",")[
                    ...
                ]
            }
            return changed
        }

        /// A moment as it stands in the dataset, up to the second.
        private static func text(_ milliseconds: Int) -> String {
            String(moment(milliseconds).prefix(19).replacing("T", with: " "))
        }

        /// A dataset as text, by open time.
        private struct Table {
            var columns: [String] = []
            var rows: [String: [Substring]] = [:]
        }

        private func dataset(of candles: CandleLines, _ span: Range<Int>) async throws -> Table {
            let bench = try await Workbench(candles)
            let store = try bench.store()
            let folder = bench.scratch.path + "/set"
            _ = try await store.ingest(
                from: moment(span.lowerBound),
                "--to",
                moment(span.upperBound),
                "--indicators",
                "full",
                "--format",
                "csv.gz",
                "--training",
                folder
            ).succeeded()
            var table = Table()
            for name in try filesBelow(folder).keys.sorted() where name.hasSuffix(".csv.gz") {
                let lines = try await CandleLines(reading: "\(folder)/\(name)")
                table.columns = lines.header.split(separator: ",").map(String.init)
                let column = try #require(table.columns.firstIndex(of: "timestamp"))
                for line in lines.rows {
                    let row = line.split(separator: ",", omittingEmptySubsequences: false)
                    let time = String(row[column].prefix(19))
                    table.rows[time.replacing("T", with: " ")] = row
                }
            }
            #expect(table.columns.count > 80)
            #expect(table.rows.count > 20_000)
            return table
        }
    }
}
