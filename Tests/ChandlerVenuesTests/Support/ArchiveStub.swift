import ChandlerCore
import ChandlerDigest
import ChandlerHTTP
import Foundation

@testable import ChandlerVenues

/// Binance over REST and its archive, both of one made-up market, with what a test makes wrong.
struct ArchiveStub: Sendable {
    var interval = Interval.thirtyMinutes
    /// Candles exist from here on.
    var from = Timestamp(milliseconds: 0)
    /// Open times without a candle in the files.
    var missingInFiles: Set<Timestamp> = []
    /// Open times without a candle anywhere.
    var missing: Set<Timestamp> = []
    /// Open times at which the files have another volume.
    var otherInFiles: Set<Timestamp> = []
    /// Open times at which the files have a row that is no candle.
    var brokenInFiles: Set<Timestamp> = []
    /// Stems of files that are not there.
    var absent: Set<String> = []
    /// Stems of files whose checksum is of another file.
    var wrongChecksum: Set<String> = []
    var header = false
    var lists = true
    /// Whether listings give fingerprints that are not the MD5 of the file.
    var hidesFingerprints = false
    var keysOfAListing = 1_000
    /// The status of every answer of the archive but listings, where it is not 200.
    var status: HTTPStatus = 200

    /// The answer to a URL.
    func answer(_ url: String) -> HTTPResponse {
        if url.contains("/api/v3/klines?") { return .text(klines(url)) }
        if url.contains("/data.binance.vision?") {
            return lists ? .text(listing(url)) : .text(403, "<Error/>")
        }
        guard status == 200 else { return .text(status, "<html/>") }
        let name = String(url.split(separator: "/").last ?? "")
        guard let file = file(name), url.contains(file.prefix + name) else {
            return .text(404, "<Error><Code>NoSuchKey</Code></Error>")
        }
        let zip = bytes(file)
        if name.hasSuffix(".CHECKSUM") { return .text(checksum(file, zip)) }
        return HTTPResponse(status: 200, body: HTTPBody(zip), effectiveHost: "archive")
    }

    private func file(_ name: String) -> ArchiveFile? {
        let parts = name.split(separator: ".")[0].split(separator: "-").map(String.init)
        guard parts.count >= 4, let year = Int(parts[2]), let month = Int(parts[3]),
            let symbol = try? Symbol(parts[0]), parts[1] == interval.rawValue,
            !absent.contains(parts.joined(separator: "-"))
        else { return nil }
        let series = SeriesID(venue: "binance", symbol: symbol, interval: interval)
        if parts.count == 5, let day = Int(parts[4]) {
            return CivilDate(year: year, month: month, day: day)
                .map { ArchiveFile(series: series, period: .day($0)) }
        }
        return ArchiveFile(series: series, period: .month(Month(year: year, month: month)))
    }

    private func bytes(_ file: ArchiveFile) -> [UInt8] {
        let unit: Int64 = file.range.start >= Timestamp(seconds: 1_735_689_600) ? 1 : 1_000
        var text = header ? archiveHeader + "\n" : ""
        for open in opens(file.range) where !missingInFiles.contains(open) {
            var line = ArchiveLine(open, interval, unit: unit)
            if otherInFiles.contains(open) { line.volume = "0.50000000" }
            if brokenInFiles.contains(open) { line.high = "0.00000001" }
            text += line.csv + "\n"
        }
        return ZipRecipe(file.memberName, text.utf8).bytes
    }

    private func opens(_ range: TimeRange) -> [Timestamp] {
        let first = interval.ceiling(max(range.start, from))
        guard first < range.end else { return [] }
        return (0..<interval.count(in: TimeRange(first, range.end)))
            .map { interval.advance(first, by: $0) }.filter { !missing.contains($0) }
    }

    private func checksum(_ file: ArchiveFile, _ zip: [UInt8]) -> String {
        var digest = SHA256()
        zip.withUnsafeBytes { digest.update($0) }
        let other = String(repeating: "0", count: 64)
        let hex = wrongChecksum.contains(file.stem) ? other : digest.finishHex()
        return "\(hex)  \(file.name)\n"
    }

    private func klines(_ url: String) -> String {
        let start = Int64(StubVenue.parameter("startTime", url) ?? "") ?? 0
        let end = Int64(StubVenue.parameter("endTime", url) ?? "") ?? .max
        let limit = Int(StubVenue.parameter("limit", url) ?? "") ?? 500
        let range = TimeRange(
            Timestamp(milliseconds: start),
            Timestamp(milliseconds: min(end, 4_102_444_800_000)) + 1
        )
        let rows = opens(range).prefix(limit).map { ArchiveLine($0, interval).json }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private func listing(_ url: String) -> String {
        let prefix = StubVenue.parameter("prefix", url) ?? ""
        let marker = StubVenue.parameter("marker", url) ?? ""
        let months = (0..<72).map { Month(year: 2022, month: 1).advanced(by: $0) }
        let names = months.map { "BTCUSDT-\(interval.rawValue)-\($0.dashed).zip" }
        let files = names.compactMap { file($0) }.filter { $0.prefix == prefix }
        let keys = files.flatMap { [($0, $0.name), ($0, $0.checksumName)] }
            .filter { $0.0.prefix + $0.1 > marker }
        let page = keys.prefix(keysOfAListing)
        let contents = page.map { file, name in
            var tag = "0"
            if !hidesFingerprints, name.hasSuffix(".CHECKSUM") {
                tag = MD5.hex(of: checksum(file, bytes(file)))
            }
            return "<Contents><Key>\(file.prefix)\(name)</Key><LastModified>x</LastModified>"
                + "<ETag>&quot;\(tag)&quot;</ETag><Size>9</Size></Contents>"
        }
        return "<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"http://s3\">"
            + "<IsTruncated>\(page.count < keys.count)</IsTruncated>\(contents.joined())"
            + "</ListBucketResult>"
    }
}

extension BinanceSource {
    /// A source over scripted answers and a clock that does not wait.
    convenience init(_ stub: StubVenue, _ options: VenueOptions = VenueOptions()) {
        let clock = LeapingClock()
        self.init(
            BinanceClient(stub: stub, clock: clock, options),
            BinanceArchive(options, at: .binance, transport: stub, clock: clock, seed: 1)
        )
    }
}
