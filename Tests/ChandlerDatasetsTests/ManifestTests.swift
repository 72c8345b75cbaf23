import ChandlerCore
import ChandlerIndicators
import Foundation
import Testing

@testable import ChandlerDatasets

@Suite struct ManifestTests {
    private struct Document: Decodable {
        struct Series: Decodable {
            let source_watermark: String?
            let candles: Int
            let missing_candles: Int
            let first_open_time: String
        }
        struct Column: Decodable {
            let name: String
            let type: String
            let role: String
            let warm_up: Int?
            let meaning: String
        }
        struct Check: Decodable { let passed: Bool }
        struct Dropped: Decodable {
            let rows: Int
            let reason: String
        }

        let format: String
        let program_version: String
        let series: [Series]
        let columns: [Column]
        let leak_check: Check
        let dropped: [String: Dropped]
        let indicator_fingerprint: String
        let files: [[String: Mixed]]
    }

    /// A member of a file that is a text or a number.
    private struct Mixed: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    private func document(_ folder: TestFolder) throws -> Document {
        let data = try #require(try folder.contents()["manifest.json"])
        return try JSONDecoder().decode(Document.self, from: data)
    }

    @Test func saysWhatIsInTheDatasetAndWhy() throws {
        let folder = try TestFolder()
        let dataset = try TestDataset(seed: 41, directory: folder.path)
        let report = try dataset.write()
        let found = try document(folder)
        #expect(found.format == "chandler-dataset")
        #expect(found.program_version == "1.2.3")
        #expect(found.leak_check.passed)
        #expect(found.indicator_fingerprint == dataset.options.indicators.fingerprint)
        #expect(found.columns.map(\.name) == dataset.options.columns.map(\.name))
        #expect(found.columns.first { $0.name == "sma_20" }?.warm_up == 19)
        #expect(found.columns.allSatisfy { !$0.meaning.isEmpty })
        #expect(Set(found.columns.map(\.role)) == ["key", "price", "feature", "label"])
        #expect(found.dropped["warm_up"]?.rows == report.dropped[.warmUp])
        #expect(found.files.compactMap { $0["path"]?.text } == report.files.map(\.path))
        #expect(found.files.allSatisfy { $0["sha256"]?.text?.count == 64 })
        let series = try #require(found.series.first)
        #expect(series.candles == dataset.candles.count)
        let span = Interval.minute.count(in: dataset.options.range)
        #expect(series.missing_candles == span - dataset.candles.count)
        #expect(series.first_open_time == dataset.candles.first?.openTime.description)
    }

    @Test func loadingMoreAfterTheRangeChangesNothing() throws {
        let (first, second) = (try TestFolder(), try TestFolder())
        for (folder, later) in [(first, Int64(0)), (second, 86_400_000_000)] {
            var dataset = try TestDataset(seed: 42, directory: folder.path)
            dataset.options.format = .parquetZstd
            let writer = try DatasetWriter(options: dataset.options)
            let features = PlainFeatures(dataset.candles)
            try TestDataset.append(dataset.candles, features, as: dataset.series, to: writer)
            let watermark = dataset.options.range.end + later
            _ = try writer.finish(watermarks: [dataset.series: watermark])
            #expect(
                try document(folder).series.first?.source_watermark
                    == dataset.options.range.end.description
            )
        }
        #expect(try first.contents() == second.contents())
    }

    @Test(arguments: [
        (0, "n<1K"), (999, "n<1K"), (1_000, "1K<n<10K"), (1_050_761, "1M<n<10M"),
        (2_000_000_000, "1B<n<10B"),
    ])
    func theCardNamesTheSizeClassOfTheHub(rows: Int, name: String) {
        #expect(DatasetCard.sizeCategory(rows) == name)
    }
}
