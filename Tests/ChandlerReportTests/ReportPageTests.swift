import ChandlerCore
import ChandlerStore
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import ChandlerReport

/// The page as text: safe, whole, the same each time, not too large.
@Suite struct ReportPageTests {
    private func parse(_ html: String) throws -> PageReader {
        let reader = PageReader()
        // A document type without a definition is all that XML lacks.
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = reader
        guard parser.parse() else {
            throw TestFailure("\(String(describing: parser.parserError)) line \(parser.lineNumber)")
        }
        return reader
    }

    @Test func itIsWellFormedWithEverythingInIt() throws {
        let reader = try parse(ReportPage(try SampleReport.data()).html)
        #expect(reader.ids == ["coverage", "candles", "gaps", "runs", "datasets"])
        #expect(reader.counts["h1"] == 1)
        #expect(Set(reader.targets).isSubset(of: reader.allIDs))
        #expect(reader.attributes.count { $0 == ("class", "cc") } == 2)
        #expect(reader.attributes.count { $0 == ("class", "strip") } == 1)
        #expect(Set(reader.allIDs).count == reader.allIDs.count)
    }

    @Test func nothingIsLoadedAndNothingRuns() throws {
        let html = ReportPage(try SampleReport.data()).html
        let reader = try parse(html)
        for name in ["script", "img", "link", "iframe", "object", "embed", "base", "form"] {
            #expect(reader.counts[name] == nil, "\(name)")
        }
        let allowed: Set<String> = ["xmlns", "href"]
        for (name, value) in reader.attributes where !allowed.contains(name) {
            #expect(!name.hasPrefix("on") && name != "src", "\(name)")
            if name != "title", name != "aria-label" { #expect(!value.contains("://"), "\(value)") }
        }
        #expect(reader.targets.count == 5)
        for word in ["url(", "@import", "expression(", "javascript:"] {
            #expect(!html.contains(word), "\(word)")
        }
        #expect(html.contains("default-src &#39;none&#39;"))
        #expect(!html.contains("script-src"))
    }

    @Test func wordsOfStrangersAreShownAndNotObeyed() throws {
        let html = ReportPage(try SampleReport.data()).html
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(!html.contains("\u{202E}"))
        #expect(html.contains("prices &amp; more"))
    }

    @Test func theSameDataGivesTheSameBytes() throws {
        let first = ReportPage(try SampleReport.data()).html
        #expect(ReportPage(try SampleReport.data()).html == first)
        let later = try SampleReport.data { $0.now = $0.now + 1_000_000 }
        #expect(ReportPage(later).html != first)
    }

    @Test func anEmptyDatabaseIsHelped() throws {
        let data = ReportData(
            options: ReportOptions(now: SampleReport.now),
            database: "empty",
            version: "1"
        )
        let html = ReportPage(data).html
        let reader = try parse(html)
        #expect(reader.ids == ["start"])
        #expect(html.contains("chandler ingest --symbol BTCUSDT --from 30d"))
        #expect(html.contains("No series is stored"))
    }

    @Test func aFilterThatMatchesNothingSaysSo() throws {
        var options = ReportOptions(now: SampleReport.now)
        options.venue = "okx"
        options.symbol = try Symbol("BTCUSDT")
        let html = ReportPage(ReportData(options: options, database: "d", version: "1")).html
        #expect(html.contains("No series is stored that matches okx BTCUSDT."))
        _ = try parse(html)
    }

    @Test func twoYearsOfFiftySeriesStayBelowThreeMegabytes() throws {
        let data = try SampleReport.data(series: 50, days: 731, charts: 6)
        let size = ReportPage(data).html.utf8.count
        #expect(size < 3_000_000, "\(size)")
        #expect(size > 100_000)
    }

    @Test func whatIsLeftOutIsCounted() throws {
        let data = try SampleReport.data(series: 5) {
            $0.series = 3
            $0.months = 6
            $0.gaps = 7
            $0.venue = "binance"
        }
        let html = ReportPage(data).html
        #expect(html.contains("2 more series not shown"))
        #expect(html.contains("earlier months not shown"))
        #expect(html.contains("\(Figures.count(data.gaps.count - 7)) more gaps not listed"))
        #expect(html.contains("chandler gaps --venue binance</code>"))
        #expect(html.contains("1,184 earlier runs not shown"))
        _ = try parse(html)
    }

    @Test func aLongErrorIsCut() throws {
        var data = try SampleReport.data()
        let run = data.runs[0]
        data.runs = [
            RunRecord(
                runID: 9,
                command: "ingest",
                pipeline: nil,
                shard: nil,
                arguments: "[]",
                version: run.version,
                status: .failed,
                exitCode: 65,
                error: String(repeating: "long ", count: 10_000),
                report: nil,
                totals: RunTotals(),
                startedAt: run.startedAt,
                finishedAt: run.finishedAt
            )
        ]
        let html = ReportPage(data).html
        #expect(!html.contains(String(repeating: "long ", count: 60)))
        #expect(html.contains("…"))
    }
}

/// What an XML reader finds in a page.
private final class PageReader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var attributes: [(name: String, value: String)] = []
    var ids: [String] = []
    var allIDs: [String] = []
    var targets: [String] = []

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes found: [String: String]
    ) {
        counts[name, default: 0] += 1
        attributes += found.map { (name: $0.key, value: $0.value) }
        if let id = found["id"] {
            allIDs.append(id)
            if name == "section" { ids.append(id) }
        }
        if let target = found["href"] { targets.append(String(target.dropFirst())) }
    }
}
