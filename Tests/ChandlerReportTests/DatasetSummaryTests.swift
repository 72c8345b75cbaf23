import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerParquet
import Foundation
import TestSupport
import Testing

@testable import ChandlerReport

/// What is read of a dataset, and what is said of a damaged one.
@Suite struct DatasetSummaryTests {
    private static let candles = ChartTestCandles.walk(3_000, missing: Set(1_000...1_040))

    /// The rows of a text dataset per split, as fields by name.
    private func rows(_ set: WrittenDataset) throws -> [Split: [[String: Double?]]] {
        var rows: [Split: [[String: Double?]]] = [:]
        for file in set.report.files {
            guard let content = file.content else { continue }
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(set.folder)/\(file.path)"))
            let text = String(
                decoding: try Gzip.decompress([UInt8](data), limit: 1 << 28),
                as: UTF8.self
            )
            let lines = text.split(separator: "\n")
            let names = lines[0].split(separator: ",").map(String.init)
            rows[content.split, default: []] += lines.dropFirst().map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return Dictionary(uniqueKeysWithValues: zip(names, fields.map { Double($0) }))
            }
        }
        return rows
    }

    /// The slow way to every number, from the lines of the text files.
    @Test func numbersAreThoseOfTheRows() throws {
        let set = try WrittenDataset(Self.candles, format: .csvGzip)
        let rows = try rows(set)
        let summary = try DatasetSummary.read(folder: set.folder)
        #expect(summary.changes.isEmpty, "\(summary.changes)")
        #expect(summary.parts.map(\.split) == Split.allCases)
        for part in summary.parts { #expect(part.rows == rows[part.split]?.count) }
        #expect(Set(summary.features.map(\.name)) == Set(set.options.indicators.names))
        for feature in summary.features {
            for split in Split.allCases {
                let values = (rows[split] ?? []).map { $0[feature.name] ?? nil }
                let statistics = try #require(feature.statistics[split])
                expect(statistics, values)
            }
            let train = (rows[.train] ?? []).compactMap { $0[feature.name] ?? nil }
            for split in [Split.validation, .test] {
                let other = (rows[split] ?? []).compactMap { $0[feature.name] ?? nil }
                let drift = try #require(feature.drift[split])
                #expect((drift.stabilityIndex - Self.index(train, other)).magnitude < 1e-9)
            }
        }
        let order = summary.features.map(\.largestDrift)
        #expect(order == order.sorted(by: >))
        for label in summary.labels {
            for split in Split.allCases {
                let signs = (rows[split] ?? []).map {
                    $0["label_direction_\(label.horizon)"] ?? nil
                }
                let found = try #require(label.direction[split])
                #expect(
                    found.down == signs.count { $0 == -1 } && found.up == signs.count { $0 == 1 }
                )
                #expect(
                    found.flat == signs.count { $0 == 0 }
                        && found.missing == signs.count { $0 == nil }
                )
                let barrier = (rows[split] ?? []).map {
                    $0["label_barrier_\(label.horizon)"] ?? nil
                }
                #expect(label.barrier[split]?.up == barrier.count { $0 == 1 })
                let returns = (rows[split] ?? []).map {
                    $0["label_log_return_\(label.horizon)"] ?? nil
                }
                expect(try #require(label.logReturn[split]), returns)
            }
        }
    }

    private func expect(_ found: ColumnStatistics, _ values: [Double?]) {
        let present = values.compactMap { $0 }
        #expect(found.rows == values.count && found.nulls == values.count - present.count)
        #expect(found.minimum == present.min() && found.maximum == present.max())
        let mean = present.reduce(0, +) / Double(present.count)
        let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(present.count - 1)).squareRoot()
        #expect(((found.mean ?? .nan) - mean).magnitude <= 1e-9 * max(mean.magnitude, deviation))
        #expect(((found.standardDeviation ?? .nan) - deviation).magnitude <= 1e-9 * deviation)
    }

    /// The index by its definition: each value is looked up among the deciles one by one.
    private static func index(_ train: [Double], _ other: [Double]) -> Double {
        let sorted = train.sorted()
        let edges = Set(
            (1...9).map { tenth -> Double in
                let place = Double(sorted.count - 1) * Double(tenth) / 10
                let low = Int(place)
                let high = min(low + 1, sorted.count - 1)
                return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
            }
        ).sorted()
        func share(_ values: [Double], _ bin: Int) -> Double {
            let low = bin == 0 ? -Double.infinity : edges[bin - 1]
            let high = bin == edges.count ? Double.infinity : edges[bin]
            let count = values.count { $0 > low && $0 <= high }
            return max(0.0001, Double(count) / Double(values.count))
        }
        return (0...edges.count).reduce(0) { sum, bin in
            let (p, q) = (share(train, bin), share(other, bin))
            return sum + (q - p) * log(q / p)
        }
    }

    @Test func everyFormatGivesTheSameNumbers() throws {
        let text = try DatasetSummary.read(
            folder: try WrittenDataset(Self.candles, format: .csvGzip).keep().folder
        )
        for format in [DatasetFormat.parquetZstd, .parquetGzip] {
            let set = try WrittenDataset(Self.candles, format: format)
            let summary = try DatasetSummary.read(folder: set.folder)
            #expect(summary.features == text.features)
            #expect(summary.labels == text.labels)
            #expect(summary.parts == text.parts)
            #expect(summary.losses == text.losses)
            #expect(summary.boundaries.count == 2 && summary.purgeMicroseconds == 900_000_000)
            #expect(summary.hasPassedLeakCheck == true)
            #expect(summary.series.first?.missing == 41)
        }
    }

    @Test func aFileThatIsMissingCutOrOtherIsTold() throws {
        let set = try WrittenDataset(Self.candles)
        let paths = set.report.files.filter { $0.content != nil }.map(\.path)
        let whole = try DatasetSummary.read(folder: set.folder)
        let test = try #require(paths.first { $0.hasPrefix("test/") })
        let validation = try #require(paths.first { $0.hasPrefix("validation/") })
        let train = try #require(paths.first { $0.hasPrefix("train/") })
        try FileManager.default.removeItem(atPath: "\(set.folder)/\(test)")
        let handle = try FileHandle(
            forWritingTo: URL(fileURLWithPath: "\(set.folder)/\(validation)")
        )
        try handle.truncate(atOffset: 500)
        try handle.close()
        let other = try WrittenDataset(Array(Self.candles.prefix(2_000)))
        let path = try #require(other.report.files.first { $0.path.hasPrefix("train/") }).path
        try FileManager.default.removeItem(atPath: "\(set.folder)/\(train)")
        try FileManager.default.copyItem(
            atPath: "\(other.folder)/\(path)",
            toPath: "\(set.folder)/\(train)"
        )
        let summary = try DatasetSummary.read(folder: set.folder)
        #expect(summary.changes.contains("\(test) is missing"))
        #expect(summary.changes.contains { $0.hasPrefix("\(validation) has 500 bytes, ") })
        #expect(summary.changes.contains { $0.hasPrefix("\(validation) cannot be read: ") })
        let rows = try #require(whole.parts.first).rows
        #expect(
            summary.changes.contains {
                $0.hasPrefix("\(train) has ") && $0.hasSuffix(" rows, \(rows) were written")
            }
        )
        #expect(summary.parts.map(\.rows).dropFirst().allSatisfy { $0 == 0 })
        #expect(summary.features.allSatisfy { $0.drift.isEmpty })
        #expect(DrawnElement.parse(DatasetSection.html([summary])) != nil)
    }

    @Test(arguments: [DatasetFormat.parquetZstd, .csvGzip])
    func bytesThatWereChangedDoNotEndTheProgram(format: DatasetFormat) throws {
        let set = try WrittenDataset(Array(Self.candles.prefix(900)), format: format)
        let file = try #require(set.report.files.first { $0.path.hasPrefix("train/") })
        let path = "\(set.folder)/\(file.path)"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        var generator = SeededGenerator.announced("damage")
        for _ in 0..<60 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                damaged[place] = UInt8.random(in: 0...255, using: &generator)
            }
            try damaged.write(to: URL(fileURLWithPath: path))
            let summary = try DatasetSummary.read(folder: set.folder)
            #expect(DrawnElement.parse(DatasetSection.html([summary])) != nil)
        }
    }

    @Test func digestsAreComparedWhereTheyCanBe() throws {
        let set = try WrittenDataset(Array(Self.candles.prefix(900)))
        let digests = Dictionary(
            uniqueKeysWithValues: set.report.files.map { ("\(set.folder)/\($0.path)", $0.sha256) }
        )
        let good = try DatasetSummary.read(folder: set.folder) { digests[$0] ?? "" }
        #expect(good.changes.isEmpty)
        let bad = try DatasetSummary.read(folder: set.folder) { _ in "00" }
        #expect(bad.changes.count == set.report.files.count)
        #expect(bad.changes[0].hasSuffix("has another digest than when it was written"))
    }

    @Test func aManifestThatCannotBeReadIsRefusedInWords() throws {
        let scratch = try ScratchFolder("manifest")
        func code(_ text: String?) throws -> (DatasetSummaryError.Code, String)? {
            if let text { _ = try scratch.write(text, to: "manifest.json") }
            do throws(DatasetSummaryError) {
                _ = try DatasetSummary.read(folder: scratch.path)
                return nil
            } catch {
                return (error.code, error.message)
            }
        }
        #expect(try code(nil)?.0 == .noDataset)
        #expect(try code("{")?.0 == .damagedManifest)
        #expect(try code(#"{"format": "other", "format_version": 1}"#)?.0 == .damagedManifest)
        let later = try #require(
            try code(
                #"{"format": "chandler-dataset", "format_version": 9, "program_version": "7.0.0"}"#
            )
        )
        #expect(later.0 == .laterVersion && later.1.contains("version 9"))
        #expect(later.1.contains("7.0.0"))
        let lacking = try #require(
            try code(
                #"{"format": "chandler-dataset", "format_version": 1, "program_version": "1"}"#
            )
        )
        #expect(lacking.0 == .damagedManifest && lacking.1.contains("\"range\""))
    }

    @Test func pathsOutOfTheFolderAreNotRead() throws {
        let set = try WrittenDataset(Array(Self.candles.prefix(900)))
        let path = "\(set.folder)/manifest.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"path\": \"train/", with: "\"path\": \"train/../../set/train/")
            .write(toFile: path, atomically: false, encoding: .utf8)
        let summary = try DatasetSummary.read(folder: set.folder)
        #expect(
            summary.changes.contains {
                $0.hasSuffix("lies outside of the folder and was not looked at")
            }
        )
        #expect(summary.parts[0].rows == 0)
    }

    // MARK: - Statistics

    @Test func whatIsNoNumberIsCountedAndLeftOut() {
        var column = ColumnAccumulator(rows: 6)
        column.add(
            ColumnPart(
                values: [1, .nan, .infinity, 5, 3, -.infinity],
                validity: [true, true, true, true, false, true]
            )
        )
        let found = column.finished
        #expect(found.rows == 6 && found.nulls == 1 && found.nans == 1 && found.infinities == 2)
        #expect(found.count == 2 && found.mean == 3 && found.minimum == 1 && found.maximum == 5)
        #expect((found.standardDeviation ?? 0) == 8.0.squareRoot())
    }

    @Test func largeValuesKeepTheirDeviation() {
        var column = ColumnAccumulator(rows: 3_000)
        let values = (0..<3_000).map { 1e9 + Double($0 % 3) }
        column.add(ColumnPart(values: values))
        let expected = (values.map { ($0 - 1e9 - 1) * ($0 - 1e9 - 1) }.reduce(0, +) / 2_999)
            .squareRoot()
        #expect(((column.finished.standardDeviation ?? 0) - expected).magnitude < 1e-8)
    }

    @Test func sampledColumnsKeepTheirMemorySmall() {
        var column = ColumnAccumulator(rows: ColumnAccumulator.most * 3)
        for start in 0..<3 {
            column.add(
                ColumnPart(
                    values: (0..<ColumnAccumulator.most).map {
                        Double(start * ColumnAccumulator.most + $0)
                    }
                )
            )
        }
        #expect(column.sample.count <= ColumnAccumulator.most)
        #expect(column.finished.rows == ColumnAccumulator.most * 3)
        #expect(column.finished.maximum == Double(ColumnAccumulator.most * 3 - 1))
    }

    @Test func sameValuesDoNotDriftAndOthersAreFlagged() {
        func comparison(_ train: [Double], _ test: [Double]) -> FeatureComparison {
            var columns: [Split: ColumnAccumulator] = [:]
            for (split, values) in [(Split.train, train), (.test, test)] {
                var column = ColumnAccumulator(rows: values.count)
                column.add(ColumnPart(values: values))
                columns[split] = column
            }
            return FeatureComparison(columns)
        }
        let values = (0..<1_000).map(Double.init)
        let same = comparison(values, values).drift[.test]
        #expect(same?.stabilityIndex == 0 && same?.meanDifference == 0 && same?.isFlagged == false)
        let moved = comparison(values, values.map { $0 + 500 }).drift[.test]
        #expect(moved?.isFlagged == true)
        #expect(((moved?.meanDifference ?? 0) - 500 / 288.819_4).magnitude < 1e-3)
        let twos = [Double](repeating: 2, count: 100)
        let constant = comparison(twos, twos.map { $0 + 1 }).drift[.test]
        #expect(constant?.meanDifference == .infinity && constant?.isFlagged == true)
        #expect(comparison(values, Array(values[..<99])).drift.isEmpty, "too few to tell")
        #expect(comparison([], [1]).drift.isEmpty)
    }
}

extension WrittenDataset {
    /// Datasets of suites that read one several times go with the process.
    fileprivate func keep() -> WrittenDataset {
        _ = Unmanaged.passRetained(scratch)
        return self
    }
}
