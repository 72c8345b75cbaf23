import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import Foundation
import TestSupport
import Testing

@testable import ChandlerReport

/// The list of datasets as it stands in a page.
@Suite struct DatasetSectionTests {
    private func summary(_ count: Int = 2_500) throws -> DatasetSummary {
        try DatasetSummary.read(folder: WrittenDataset(ChartTestCandles.walk(count)).lasting.folder)
    }

    @Test func everythingIsThereAndWellFormed() throws {
        let summary = try summary()
        let html = DatasetSection.html([summary])
        let root = try #require(DrawnElement.parse(html))
        #expect(root.name == "details")
        #expect(!html.contains("<script") && !html.contains("http://") || html.contains("w3.org"))
        for name in Set(root.all.flatMap { ($0.attributes["class"] ?? "").split(separator: " ") })
        where name != "ds-n" && name != "ds" {
            #expect(DatasetSection.pageStyle.contains(".\(name)"), "\(name)")
        }
        for part in summary.parts {
            let bar = try #require(root.all(ofClass: "ds-\(DatasetMarkup.index(part.split))").first)
            #expect(
                bar.all.first { $0.name == "em" }?.text
                    == "\(part.split.rawValue) \(part.rows.grouped)"
            )
        }
        #expect(root.all(ofClass: "ds-line").first?.children.count == 3 + 4)
        let features = root.all.filter { $0.name == "td" && $0.attributes["title"] != nil }.map(
            \.text
        )
        #expect(features == summary.features.map(\.name))
        #expect(root.all(ofClass: "ds-hist").count == summary.features.count)
        let flagged = summary.features.filter { $0.drift.values.contains(where: \.isFlagged) }
        #expect(root.all(ofClass: "ds-flag").count >= flagged.count && !flagged.isEmpty)
        for name in ["purge", "embargo"] { #expect(!root.all(ofClass: "ds-\(name)").isEmpty) }
    }

    @Test func theBarsOfTheTimeLineAddUp() throws {
        let summary = try summary()
        let root = try #require(DrawnElement.parse(DatasetSection.html([summary])))
        let spans = (0...2).compactMap { root.all(ofClass: "ds-\($0)").first?.attributes["style"] }
        let numbers = spans.map { style in
            style.split { !"0123456789.".contains($0) }.compactMap { Double($0) }
        }
        #expect(numbers.map { $0[1] }.reduce(0, +).rounded() == 100)
        #expect((numbers[0][0] + numbers[0][1] - numbers[1][0]).magnitude < 0.002)
        #expect((numbers[1][0] + numbers[1][1] - numbers[2][0]).magnitude < 0.002)
        // 70/15/15 of the time.
        #expect((numbers[0][1] - 70).magnitude < 0.1)
    }

    /// Between what is left out at both ends; where there is no room, not at all.
    @Test func theWordsOfASplitStandClearOfItsStripes() throws {
        let root = try #require(DrawnElement.parse(DatasetSection.html([try summary()])))
        let middle = try #require(root.all(ofClass: "ds-1").first)
        let style = try #require(middle.attributes["style"])
        let embargo = try #require(root.all(ofClass: "ds-embargo").first?.attributes["style"])
        let width = try #require(embargo.split(separator: "width:").last)
        #expect(style.contains("calc(max(4px,\(width)) + 6px)"), "\(style)")
        // Horizons longer than validation: all of it is purged and embargoed.
        let set = try WrittenDataset(ChartTestCandles.walk(900), horizons: [1, 130])
        let short = try #require(
            DrawnElement.parse(DatasetSection.html([try DatasetSummary.read(folder: set.folder)]))
        )
        let bars = (0...2).compactMap { short.all(ofClass: "ds-\($0)").first }
        #expect(bars.map { $0.all.contains { $0.name == "em" } } == [true, false, true])
        // Dates do not stand on one another.
        #expect(short.all(ofClass: "ds-mid").count < 2 + 1)
        #expect(short.all.contains { $0.name == "small" && $0.text.hasPrefix("from ") })
    }

    @Test func namesOfStrangersAreEscaped() throws {
        let set = try WrittenDataset(ChartTestCandles.walk(900))
        let path = "\(set.folder)/manifest.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("binance BTCUSDT 1m", with: "<img src=x onerror=1> & \\\"x\\\" 'y'")
            .replacing("\"warnings\": []", with: "\"warnings\": [\"<script>alert(1)</script>\"]")
            .write(toFile: path, atomically: false, encoding: .utf8)
        let html = DatasetSection.html(
            [try DatasetSummary.read(folder: set.folder)],
            failures: [(folder: "<b>", words: "no & nothing")]
        )
        #expect(!html.contains("<script>") && !html.contains("<img") && !html.contains("<b>"))
        #expect(DrawnElement.parse(html) != nil)
        #expect(html.contains("&lt;script&gt;") && html.contains("no &amp; nothing"))
    }

    @Test func changesAreSeenBeforeAnythingIsOpened() throws {
        let set = try WrittenDataset(ChartTestCandles.walk(900))
        let file = try #require(set.report.files.first { $0.content?.split == .test })
        try FileManager.default.removeItem(atPath: "\(set.folder)/\(file.path)")
        let root = try #require(
            DrawnElement.parse(DatasetSection.html([try DatasetSummary.read(folder: set.folder)]))
        )
        let head = try #require(root.children.first)
        #expect(head.name == "summary")
        #expect(head.all(ofClass: "ds-bad").first?.text == "changed since written")
        #expect(root.all(ofClass: "ds-change").contains { $0.text == "\(file.path) is missing" })
    }

    @Test func aDatasetWithoutFeaturesOrLabelsIsShown() throws {
        let set = try WrittenDataset(ChartTestCandles.walk(400), indicators: "none", horizons: [])
        let summary = try DatasetSummary.read(folder: set.folder)
        #expect(summary.features.isEmpty && summary.labels.isEmpty && summary.changes.isEmpty)
        #expect(DrawnElement.parse(DatasetSection.html([summary]))?.name == "details")
        #expect(DatasetSection.html([]).contains("No dataset"))
    }
}

extension WrittenDataset {
    /// The folder stays until the process ends.
    fileprivate var lasting: WrittenDataset {
        _ = Unmanaged.passRetained(scratch)
        return self
    }
}
