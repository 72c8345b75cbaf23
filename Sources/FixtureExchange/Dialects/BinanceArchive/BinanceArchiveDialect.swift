import ChandlerCore
import NIOCore
import Synchronization

/// Binance's bulk archive of spot: files below `/data/spot`, and the listing of its S3 bucket.
///
/// A month is there from the first Monday after it, a day from its end; only series that have a
/// candle file of that interval are. A ZIP is a request for candles to faults, so that `cut` or
/// `500` meet it; faults of rows do not, see ``ArchiveFlaws``. There is no limit.
///
/// **Source:** binance/binance-public-data, `README.md`; Amazon S3 API, "ListObjects".
final class BinanceArchiveDialect: VenueDialect {
    private let flaws: ArchiveFlaws
    /// Files by their stem, made when they are first asked for.
    private let files = Mutex<[String: [UInt8]]>([:])

    init(flaws: ArchiveFlaws = ArchiveFlaws()) {
        self.flaws = flaws
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        if request.path == ArchiveRequest.bucket { return RequestSubject(path: request.path) }
        guard request.path.hasPrefix("/data/spot/") else { return nil }
        let file = ArchiveRequest(path: request.path)
        return RequestSubject(
            path: request.path,
            asksForCandles: file.map { !$0.isChecksum } ?? false,
            symbol: file?.folder.symbol,
            interval: file?.folder.interval.rawValue,
            start: file?.period.start.milliseconds
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        if let refusal { return .s3(refusal) }
        if request.path == ArchiveRequest.bucket {
            return flaws.lists ? listing(request.query, exchange) : .s3(403, "AccessDenied")
        }
        guard let file = ArchiveRequest(path: request.path),
            let zip = zip(file.folder, file.period, exchange)
        else { return .s3(404, "NoSuchKey") }
        let stem = file.folder.stem(file.period)
        if file.isChecksum {
            return Answer(contentType: "binary/octet-stream", text: checksum(zip, stem))
        }
        return Answer(contentType: "application/zip", body: ByteBuffer(bytes: zip))
    }

    /// There is none.
    func setUsedWeight(_ used: Int) {}

    /// The file, or `nil` where there is none (yet).
    private func zip(
        _ folder: ArchiveFolder,
        _ period: TimeRange,
        _ exchange: Exchange
    ) -> [UInt8]? {
        let stem = folder.stem(period)
        guard folder.publication(period) <= exchange.clock.now, !flaws.absent.contains(stem),
            let file = candles(folder, exchange)
        else { return nil }
        if let known = files.withLock({ $0[stem] }) { return known }
        let query = CandleQuery(
            from: period.start.milliseconds,
            through: period.end.milliseconds - 1,
            limit: .max,
            keep: .oldest
        )
        let page = exchange.page(query, of: file, disturbing: flaws.rowFaults)
        guard !page.rows.isEmpty else { return nil }
        let text = ArchiveCSV.text(page, of: period, hasHeader: flaws.hasHeader)
        let zip = ArchiveZip.file(text, named: stem + ".csv")
        files.withLock { $0[stem] = zip }
        return zip
    }

    private func candles(_ folder: ArchiveFolder, _ exchange: Exchange) -> CandleFile? {
        try? exchange.store.file(symbol: folder.symbol, interval: folder.interval)
    }

    private func checksum(_ zip: [UInt8], _ stem: String) -> String {
        let isWrong = flaws.wrongChecksums.contains(stem)
        let digest = isWrong ? ArchiveZip.sha256([]) : ArchiveZip.sha256(zip)
        return "\(digest)  \(stem).zip\n"
    }
}

// Listings.
extension BinanceArchiveDialect {
    private static let keysOfAPage = 1_000

    private func listing(_ query: QueryParameters, _ exchange: Exchange) -> Answer {
        let prefix = query["prefix"] ?? ""
        let marker = query["marker"] ?? ""
        let keys = ArchiveFolder(prefix).map { self.keys($0, after: marker, exchange) } ?? []
        let isTruncated = keys.count > Self.keysOfAPage
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
            <Name>data.binance.vision</Name><Prefix>\(prefix)</Prefix>\
            <MaxKeys>\(Self.keysOfAPage)</MaxKeys><IsTruncated>\(isTruncated)</IsTruncated>
            """
        for (key, content) in keys.prefix(Self.keysOfAPage) {
            text += """
                <Contents><Key>\(key)</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified>\
                <ETag>&quot;\(ArchiveZip.md5(content))&quot;</ETag>\
                <Size>\(content.count)</Size><StorageClass>STANDARD</StorageClass></Contents>
                """
        }
        return Answer(contentType: "application/xml", text: text + "</ListBucketResult>")
    }

    /// The keys of a folder after a marker with their objects, at most one more than a page has.
    private func keys(
        _ folder: ArchiveFolder,
        after marker: String,
        _ exchange: Exchange
    ) -> [(key: String, content: [UInt8])] {
        guard let file = candles(folder, exchange), file.count > 0 else { return [] }
        var keys: [(key: String, content: [UInt8])] = []
        var position = Timestamp(milliseconds: file.openTime(of: 0))
        let last = Timestamp(milliseconds: file.openTime(of: file.count - 1))
        while position <= last, keys.count <= Self.keysOfAPage {
            let period = folder.period(of: position)
            position = period.end
            let stem = folder.stem(period)
            let name = folder.prefix + stem + ".zip"
            guard name + ".CHECKSUM" > marker, let zip = zip(folder, period, exchange) else {
                continue
            }
            if name > marker { keys.append((name, zip)) }
            keys.append((name + ".CHECKSUM", Array(checksum(zip, stem).utf8)))
        }
        return keys
    }
}

/// A request for one file of the archive.
private struct ArchiveRequest {
    static let bucket = "/data.binance.vision"

    let folder: ArchiveFolder
    let period: TimeRange
    let isChecksum: Bool

    /// Reads a path, or returns `nil` where no such file can be.
    init?(path: String) {
        guard let slash = path.lastIndex(of: "/"),
            let folder = ArchiveFolder(String(path[..<slash]))
        else { return nil }
        let name = path[path.index(after: slash)...]
        isChecksum = name.hasSuffix(".zip.CHECKSUM")
        let ending = isChecksum ? ".zip.CHECKSUM" : ".zip"
        guard name.hasSuffix(ending),
            let period = folder.period(ofStem: String(name.dropLast(ending.count)))
        else { return nil }
        self.folder = folder
        self.period = period
    }
}

extension Answer {
    /// An error in S3's words.
    fileprivate static func s3(_ status: Int, _ code: String) -> Answer {
        Answer(
            status: status,
            contentType: "application/xml",
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(code)</Code></Error>"
        )
    }

    fileprivate static func s3(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds), .banned(let seconds):
            var answer = s3(429, "SlowDown")
            answer.headers.append(("Retry-After", "\(seconds)"))
            return answer
        case .forbidden: return s3(403, "AccessDenied")
        case .blockedCountry: return s3(451, "AccessDenied")
        case .internalError: return s3(500, "InternalError")
        case .maintenance: return .maintenance
        }
    }
}
