import ChandlerCore
import ChandlerDigest
import ChandlerHTTP
import Synchronization

/// The files of Binance's bulk archive, verified and read; without judgement on what is missing.
///
/// Nothing is trusted before the file's SHA-256 was compared with the published one. A host that
/// fails is left alone for the rest of the process: REST has the same candles.
///
/// **Source:** binance/binance-public-data, `README.md`.
final class BinanceArchive: Sendable {
    /// Where the archive is.
    struct Address: Sendable {
        /// Serves the files.
        let files: String
        /// Lists folders.
        let listings: String

        /// Binance's own.
        static let binance = Address(
            files: "https://data.binance.vision",
            listings: "https://s3-ap-northeast-1.amazonaws.com"
        )
    }

    /// A request a second in the long run; the hosts publish no limit.
    static let requestsPerMinute = 60
    /// The largest file that is fetched, which is what the HTTP client accepts.
    static let largestFile = 64 << 20
    /// A page of a listing holds 1000 keys: 500 days or forty years.
    static let mostListingPages = 20

    private let files: RequestRunner
    private let listings: RequestRunner
    private let timeouts: HTTPTimeouts
    /// Why the archive is left alone.
    private let closed = Mutex<String?>(nil)
    /// Whether listings are not asked for any more.
    private let listingsFailed = Mutex(false)

    /// Makes an archive over any transport.
    convenience init(
        _ options: VenueOptions,
        at address: Address,
        transport: any HTTPTransport,
        clock: any HTTPClock = SystemHTTPClock(),
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        let network = HTTPNetwork(transport: transport, clock: clock)
        self.init(options, at: address, network: network, seed: seed)
    }

    /// Makes an archive that shares a network.
    init(
        _ options: VenueOptions,
        at address: Address,
        network: HTTPNetwork,
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        // A mirror of both has one limit, and that of REST counts in other units.
        let perMinute =
            options.baseURL == address.files
            ? BinanceClient.weightPerMinute : Self.requestsPerMinute
        let limiter = network.limiter(
            for: [address.files],
            WeightLimit(weight: perMinute, per: .seconds(60))
        )
        // What cannot be had soon comes over REST, so little patience is better than much.
        let retries = RetryPolicy(
            maximumAttempts: 3,
            connectAttempts: 2,
            patience: min(options.patience, .seconds(60))
        )
        func runner(_ host: String, _ seed: UInt64) -> RequestRunner {
            RequestRunner(
                transport: network.transport,
                options: RequestRunner.Options(
                    baseURLs: [host],
                    retries: retries,
                    takesForbiddenForBan: false
                ),
                limiter: limiter,
                clock: network.clock,
                seed: seed
            )
        }
        files = runner(address.files, seed)
        listings = runner(address.listings, seed &+ 1)
        // A month of seconds in a busy market is a hundred times a page.
        timeouts = HTTPTimeouts(connect: options.timeouts.connect, total: .seconds(300))
    }

    /// What was asked of the archive so far.
    var counters: HTTPCounters { files.counters + listings.counters }

    /// Lists what a folder holds from the first of some files to the last.
    ///
    /// - Parameter wanted: Files of one series and one kind, in order.
    /// - Returns: `nil` where the listing cannot be had; files are then asked for one by one.
    func listing(of wanted: [ArchiveFile]) async -> ArchiveListing? {
        guard let first = wanted.first, let last = wanted.last else { return nil }
        // In the order of their bytes, in which keys are listed, a stem comes before its files.
        let end = last.prefix + last.checksumName
        var listing: ArchiveListing?
        var marker: String? = first.prefix + first.stem
        for _ in 0..<Self.mostListingPages {
            guard let asked = marker, asked < end else { break }
            guard let next = await page(of: first.prefix, after: asked) else { return nil }
            if listing?.append(next) == nil { listing = next }
            marker = next.marker
        }
        return listing
    }

    private func page(of prefix: String, after marker: String) async -> ArchiveListing? {
        guard closed.withLock({ $0 == nil }), !listingsFailed.withLock({ $0 }) else { return nil }
        let request = PathRequest(
            path: "/data.binance.vision",
            query: [.init("delimiter", "/"), .init("prefix", prefix), .init("marker", marker)]
        )
        do throws(HTTPError) {
            return try await listings.fetch(request) { try ArchiveListing($0.body) }.value
        } catch {
            if error.code != .cancelled { listingsFailed.withLock { $0 = true } }
            return nil
        }
    }

    /// Fetches, verifies and reads one file.
    ///
    /// - Parameters:
    ///   - file: A month or a day that is over.
    ///   - listing: What its folder holds, where that is known.
    ///   - closedBefore: The venue's clock.
    /// - Returns: Its candles in order, the rows that broke a rule, and where it came from.
    /// - Throws: ``ArchiveRefusal`` where it is not to be used.
    func fetch(
        _ file: ArchiveFile,
        _ listing: ArchiveListing? = nil,
        closedBefore: Timestamp
    ) async throws(ArchiveRefusal) -> ArchivedCandles {
        if let listing {
            guard let entry = listing.entry(file, file.name),
                listing.entry(file, file.checksumName) != nil
            else { throw .absent(file.name) }
            guard entry.size <= Self.largestFile else {
                let words = "\(entry.size) bytes, at most \(Self.largestFile) are fetched"
                throw .unusable(file.name, .zip(.bomb(words)))
            }
        }
        let published = listing == nil ? try await checksum(file) : nil
        let zip = try await get(file, file.name)
        let found = Self.digest(zip.body)
        try await check(found, file, published, listing)
        do throws(ArchiveFault) {
            let page = try ArchiveParser.parse(zip.body, of: file, closedBefore: closedBefore)
            return ArchivedCandles(
                candles: page.candles,
                rejected: page.rejected,
                notes: page.notes,
                sha256: found,
                origin: PageOrigin(
                    host: zip.effectiveHost,
                    path: "/\(file.prefix)\(file.name)",
                    fetchedAt: .now
                )
            )
        } catch {
            throw .unusable(file.name, error)
        }
    }

    private func check(
        _ found: String,
        _ file: ArchiveFile,
        _ published: ArchiveChecksum?,
        _ listing: ArchiveListing?
    ) async throws(ArchiveRefusal) {
        if let entry = listing?.entry(file, file.checksumName) {
            let fingerprints = ArchiveChecksum(sha256: found).fingerprints(of: file.name)
            if fingerprints.contains(entry.fingerprint) { return }
        }
        // The file may be spelled in another way than the fingerprint was reckoned for.
        let expected = if let published { published } else { try await checksum(file) }
        guard expected.sha256 == found else {
            throw .wrongChecksum(
                "\(file.name): its SHA-256 was \(found), \(file.checksumName) says "
                    + expected.sha256
            )
        }
    }

    private func checksum(_ file: ArchiveFile) async throws(ArchiveRefusal) -> ArchiveChecksum {
        let body = try await get(file, file.checksumName).body
        guard let checksum = ArchiveChecksum(body, of: file.name) else {
            throw .wrongChecksum("\(file.checksumName): no checksum was \(body.excerpt())")
        }
        return checksum
    }

    private func get(
        _ file: ArchiveFile,
        _ name: String
    ) async throws(ArchiveRefusal) -> HTTPResponse {
        if let words = closed.withLock({ $0 }) { throw .leftAlone(words) }
        let request = PathRequest(segments: file.folders + [name], timeouts: timeouts)
        do throws(HTTPError) {
            return try await files.fetch(request).response
        } catch {
            if error.code == .rejected, error.context.status == 404 { throw .absent(name) }
            if error.code.concernsHost { closed.withLock { $0 = $0 ?? error.message } }
            throw .unreachable(error)
        }
    }

    private static func digest(_ body: HTTPBody) -> String {
        var digest = SHA256()
        body.withPaddedBytes { digest.update($0) }
        return digest.finishHex()
    }
}

/// A file of the archive, verified and read.
struct ArchivedCandles: Sendable {
    /// Complete candles, open times strictly ascending, inside the file's month or day.
    let candles: [Candle]
    /// Rows that broke a rule.
    let rejected: [RejectedRow]
    /// What was put right without loss.
    let notes: PageNotes
    /// The SHA-256 of the ZIP.
    let sha256: String
    /// Where it came from.
    let origin: PageOrigin
}

extension HTTPError.Code {
    /// Whether another file of the same host would fare no better.
    fileprivate var concernsHost: Bool {
        switch self {
        case .cancelled, .rejected, .tooLarge, .decoding, .cutConnection, .badURL, .badHeader,
            .notRecorded:
            false
        case .couldNotResolve, .couldNotConnect, .timedOut, .tls, .tlsHandshake,
            .tooManyRedirects, .closed, .refused, .serverFailed, .rateLimited, .unreachable,
            .recording, .other:
            true
        }
    }
}
