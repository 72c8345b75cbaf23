import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct ArchiveFuzzTests {
    /// `CHANDLER_FUZZ` sets the number of inputs, `CHANDLER_SEED` repeats a run.
    private static let inputs = FuzzRun.count(20_000)

    @Test func mutatedFilesNeitherCrashNorLetABrokenCandleThrough() throws {
        let seed = FuzzRun.seed
        print("ArchiveFuzzTests files seed \(seed), \(Self.inputs) inputs")
        var mutator = Mutator(seed: seed)
        let file = try archiveFile()
        var read = 0
        for index in 0..<Self.inputs {
            let text = mutator.text()
            var zip = ZipRecipe(file.memberName, text)
            zip.method = mutator.random(0..<2) * 8
            zip.hasDescriptor = mutator.random(0..<2) == 0
            guard
                let page = try? ArchiveParser.parse(
                    zip.body,
                    of: file,
                    closedBefore: VenueTime.end
                )
            else { continue }
            read += 1
            if let problem = Self.problem(page, file) {
                let words = String(decoding: text, as: UTF8.self)
                Issue.record("seed \(seed) input \(index): \(problem)\n\(words)")
                return
            }
        }
        // Mutations that break everything, or nothing, would test nothing.
        #expect(read > Self.inputs / 20)
        #expect(read < Self.inputs)
    }

    @Test func mutatedZipsAreReadRightOrRefused() throws {
        let seed = FuzzRun.seed
        print("ArchiveFuzzTests ZIPs seed \(seed), \(Self.inputs) inputs")
        var mutator = Mutator(seed: seed)
        let file = try archiveFile()
        let lines = (0..<20).map { ArchiveLine(Interval.minute.advance(march, by: $0)).csv }
        let whole = try parseArchive(lines, file).candles
        var recipe = ZipRecipe(file.memberName, lines.map { $0 + "\n" }.joined().utf8)
        var accepted = 0
        for index in 0..<Self.inputs {
            recipe.method = mutator.random(0..<2) * 8
            recipe.hasDescriptor = mutator.random(0..<2) == 0
            var bytes = recipe.bytes
            for _ in 0..<mutator.random(1..<4) { mutator.mutate(&bytes) }
            guard
                let page = try? ArchiveParser.parse(
                    HTTPBody(bytes),
                    of: file,
                    closedBefore: VenueTime.end
                )
            else { continue }
            accepted += 1
            // A CRC-32 lets one change in four thousand million through; none is expected here.
            if page.candles != whole {
                Issue.record("seed \(seed) input \(index): another content was accepted")
                return
            }
        }
        // Dates and attributes may be anything.
        #expect(accepted > 0)
        #expect(accepted < Self.inputs / 2)
    }

    @Test func randomBytesAreRefused() throws {
        let seed = FuzzRun.seed
        print("ArchiveFuzzTests bytes seed \(seed)")
        var mutator = Mutator(seed: seed)
        let file = try archiveFile()
        for _ in 0..<2_000 {
            let bytes = (0..<mutator.random(0..<300)).map { _ in UInt8(mutator.random(0..<256)) }
            #expect(throws: ArchiveFault.self) {
                try ArchiveParser.parse(HTTPBody(bytes), of: file, closedBefore: VenueTime.end)
            }
            let body = HTTPBody(Array("<ListBucketResult".utf8) + bytes)
            _ = try? ArchiveListing(body)
            #expect(ArchiveChecksum(body, of: file.name) == nil)
        }
    }

    /// What is wrong with the outcome, or nil.
    private static func problem(_ page: ParsedPage, _ file: ArchiveFile) -> String? {
        let settled = page.candles.count + page.rejected.count + page.notes.duplicates
        if settled != page.rows { return "a row was lost" }
        for (last, next) in zip(page.candles, page.candles.dropFirst())
        where last.openTime >= next.openTime {
            return "open times do not ascend"
        }
        for candle in page.candles {
            if let rule = candle.violation(interval: .minute) { return rule.rawValue }
            if !file.range.contains(candle.openTime) { return "a candle of another month" }
        }
        if page.rejected.contains(where: { $0.reason.isEmpty || $0.payload.isEmpty }) {
            return "a rejected row has no reason"
        }
        return nil
    }
}

/// Breaks files in the ways of disks, networks and exports.
private struct Mutator {
    private var breaker: ByteBreaker

    init(seed: UInt64) {
        breaker = ByteBreaker(seed: seed, tokens: Self.tokens)
    }

    private static let tokens = [
        ",", "\n", "\r\n", "\"", "-", ".", "0", "-1", "1e5", "NaN", "99999999999999999999",
        "1709251200000000", "9223372036854775807", "-9223372036854775808", archiveHeader,
        "10000000000.00000000", "0.000000001", ",,,,,,,,,,,,,,", "\u{FEFF}",
    ]

    mutating func text() -> [UInt8] {
        var lines = (0..<random(0..<12)).map { _ in
            let open = Interval.minute.advance(march, by: random(-1..<12))
            return ArchiveLine(open, unit: random(0..<40) == 0 ? 1 : 1_000).csv
        }
        if random(0..<3) > 0 { lines.sort() }
        if random(0..<4) == 0 { lines.insert(archiveHeader, at: 0) }
        var bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        for _ in 0..<random(0..<4) { mutate(&bytes) }
        return bytes
    }

    mutating func mutate(_ bytes: inout [UInt8]) {
        breaker.breakBytes(&bytes, digits: 2)
    }

    mutating func random(_ range: Range<Int>) -> Int {
        breaker.random(range)
    }
}
