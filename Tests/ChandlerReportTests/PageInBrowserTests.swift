import Foundation
import TestSupport
import Testing

@testable import ChandlerReport

/// What a browser draws of the page: light and dark, wide and narrow.
@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.isUsable, Comment(rawValue: Browser.skipReason))
)
struct PageInBrowserTests {
    @Test(arguments: Browser.Scheme.allCases)
    func itIsDrawnAsItIsMeant(scheme: Browser.Scheme) async throws {
        let browser = try Browser()
        let set = try WrittenDataset(ChartTestCandles.walk(900))
        let html = ReportPage(
            try SampleReport.data(series: 6),
            datasets: [try DatasetSummary.read(folder: set.folder)]
        ).html
        let page = try browser.scratch.write(html, to: "page.html")
        let probe = try browser.scratch.write(Probe.document(around: html), to: "probe.html")
        let found = try Probe.found(in: try await browser.document(of: probe, scheme))
        for width in ["wide", "narrow"] {
            let view = found[width]
            try #require(view["error"].text == nil, "\(view["error"].text ?? "")")
            checkLayout(view, width)
            checkColors(view, scheme)
            checkCells(view, scheme)
        }
        checkStrip(found["wide"])
        try await checkPixels(browser, page, found["wide"], scheme)
    }

    private func checkLayout(_ view: JSONDocument, _ width: String) {
        let narrow = width == "narrow"
        #expect(view["innerWidth"].int == (narrow ? Probe.narrow : Probe.width))
        #expect(view["scrollWidth"].int == view["innerWidth"].int, "\(width) scrolls sideways")
        #expect(view["wide"].elements.compactMap(\.text) == [], "\(width)")
        #expect(view["overlaps"].elements.compactMap(\.text) == [], "\(width)")
        #expect(view["sections"].elements.count == 5)
        #expect(view["sections"].elements.allSatisfy { ($0["h"].number ?? 0) > 40 })
        #expect(view["requests"].int == 0)
        #expect(view["active"].int == 0)
        if narrow {
            // The newest months are seen first, and the names stay.
            #expect(view["mapScrolls"] == .bool(true))
            #expect(view["mapIsAtEnd"] == .bool(true))
        }
        let distance = (view["nameLeft"].number ?? -99) - (view["mapLeft"].number ?? 99)
        #expect(abs(distance) <= 3, "the names do not stand at the left: \(distance)")
    }

    private func checkColors(_ view: JSONDocument, _ scheme: Browser.Scheme) {
        let ground = pixel(view["background"].text)?.luminance ?? -1
        #expect(scheme == .dark ? ground < 0.02 : ground > 0.9, "\(ground)")
        let texts = view["texts"]
        #expect((texts["count"].int ?? 0) > 500)
        #expect(texts["low"].elements.compactMap(\.text) == [], "less than 4.5 to 1")
        #expect((view["bodies"].int ?? 0) > 1)
        #expect(view["up"]["stroke"].text != view["down"]["stroke"].text)
        #expect(view["up"]["fill"].text != view["down"]["fill"].text)
        #expect(view["charts"].elements.count == 2)
        #expect(view["charts"].elements.allSatisfy { ($0["w"].number ?? 0) > 900 })
    }

    private func checkCells(_ view: JSONDocument, _ scheme: Browser.Scheme) {
        let cells = view["cells"].elements
        #expect(cells.count > 10)
        let steps = Self.steps(scheme)
        for cell in cells {
            #expect((cell["w"].number ?? 0) >= 20 && (cell["h"].number ?? 0) >= 20, "\(cell)")
            let words = cell["kind"].text?.split(separator: " ") ?? []
            let level = words.first { $0.first == "l" }.flatMap { Int($0.dropFirst()) } ?? -1
            if !words.contains("p") {
                #expect(pixel(cell["color"].text)?.description == steps[level], "\(cell)")
            }
            let image = cell["image"].text ?? ""
            #expect(image.contains("repeating-linear") == words.contains("a"), "\(cell)")
            #expect(image.contains("225deg") == words.contains("o"), "\(cell)")
            #expect(image.contains("90deg") == words.contains("p"), "\(cell)")
        }
        #expect(cells.contains { $0["kind"].text?.contains(" o") == true })
    }

    private func checkStrip(_ view: JSONDocument) {
        let runs = view["strips"].elements
        #expect(runs.count == 50)
        func of(_ kind: String) -> [JSONDocument] {
            runs.filter { $0["kind"].text == "run \(kind)" }
        }
        #expect((of("succeeded").count, of("failed").count, of("interrupted").count) == (48, 1, 1))
        let looks = ["succeeded", "failed", "interrupted"].compactMap { of($0).first }
        #expect(Set(looks.map { $0["color"].text }).count == 3)
        // Heights tell them apart without colours.
        #expect(Set(looks.compactMap { $0["h"].number?.rounded() }).count == 3)
    }

    /// The screenshot has the colours where the browser says that the cells are.
    private func checkPixels(
        _ browser: Browser,
        _ page: String,
        _ view: JSONDocument,
        _ scheme: Browser.Scheme
    ) async throws {
        let height = 1_280
        let picture = try await browser.screenshot(
            of: page,
            scheme,
            width: Probe.width,
            height: height
        )
        #expect(picture.width == Probe.width && picture.height == height)
        let corner = try picture.pixel(2, 2)
        #expect(corner == pixel(view["background"].text), "\(corner)")
        let steps = Self.steps(scheme)
        var seen = Set<Int>()
        for cell in view["cells"].elements {
            let words = cell["kind"].text?.split(separator: " ") ?? []
            guard
                let level = words.first(where: { $0.first == "l" }).flatMap({ Int($0.dropFirst()) }
                ),
                !words.contains("p"), !words.contains("a"), let x = cell["x"].number,
                let y = cell["y"].number, Int(y) + 30 < height
            else { continue }
            // Left of the number, below the corner's mark.
            let shown = try picture.pixel(Int(x) + 4, Int(y) + 18)
            #expect(shown.description == steps[level], "\(cell)")
            seen.insert(level)
        }
        #expect(seen.count >= 3, "\(seen)")
        try checkChart(picture, view)
    }

    /// The candles of the first chart are there, rising and falling ones.
    private func checkChart(_ picture: Screenshot, _ view: JSONDocument) throws {
        let box = view["charts"][0]
        guard let x = box["x"].number, let y = box["y"].number, let width = box["w"].number,
            let height = box["h"].number
        else { throw TestFailure("no chart was found") }
        let colors = try picture.colors(
            x: Int(x)..<Int(x + width),
            y: Int(y)..<min(Int(y + height), picture.height)
        )
        for name in ["up", "down"] {
            let stroke = try #require(pixel(view[name]["stroke"].text))
            #expect(colors[stroke] ?? 0 > 100, "\(name) \(stroke)")
        }
        let ground = try #require(pixel(view["background"].text))
        let share = Double(colors[ground] ?? 0) / (width * height)
        #expect(share > 0.4, "the chart is nearly full or has another ground: \(share)")
    }

    private static func steps(_ scheme: Browser.Scheme) -> [String] {
        let palette = scheme == .dark ? PagePalette.dark : PagePalette.light
        return (0...6).compactMap { step in
            palette.colors.first { $0.name == "h\(step)" }?.value
        }
    }

    /// Reads `rgb(1, 2, 3)`.
    private func pixel(_ text: String?) -> Screenshot.Pixel? {
        let parts = text?.split { !$0.isNumber && $0 != "." }.compactMap { UInt8($0) } ?? []
        return parts.count == 3 ? .init(red: parts[0], green: parts[1], blue: parts[2]) : nil
    }
}

extension JSONDocument {
    /// The number, if it is one.
    fileprivate var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}
