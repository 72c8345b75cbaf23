/// Chooses which of several equal hosts serves a request, and remembers which are bad.
///
/// Pure: it reads no clock. The first host in the list that is not bad is used. A host is bad for a
/// while after it could not be reached or failed several times in a row, each time twice as long,
/// and for good after it refused this client.
public struct HostPool: Sendable {
    private struct Host {
        let baseURL: String
        var isRefused = false
        var badUntil: ContinuousClock.Instant?
        var badSpells = 0
        var serverErrors = 0
        var lastFailure: String?

        func isGood(now: ContinuousClock.Instant) -> Bool {
            !isRefused && (badUntil.map { $0 <= now } ?? true)
        }
    }

    private static let longestBadSpell = 16

    private let badFor: Duration
    private let serverErrorLimit: Int
    private var hosts: [Host]

    /// Makes a pool of base URLs in order of preference.
    ///
    /// - Parameters:
    ///   - baseURLs: Scheme, host and an optional path, without a slash at the end; at least one.
    ///   - badFor: How long a host is left alone after its first failure.
    ///   - serverErrorLimit: How many 5xx in a row make a host bad.
    public init(
        _ baseURLs: [String],
        badFor: Duration = .seconds(60),
        serverErrorLimit: Int = 3
    ) {
        precondition(!baseURLs.isEmpty, "Invariant: a pool has a host")
        hosts = baseURLs.map { Host(baseURL: $0.hasSuffix("/") ? String($0.dropLast()) : $0) }
        self.badFor = badFor
        self.serverErrorLimit = serverErrorLimit
    }

    /// The base URL to use now.
    ///
    /// Where all hosts are bad for a while, the one that is so for the shortest time. Nil where all
    /// of them refuse this client.
    public func choose(now: ContinuousClock.Instant) -> String? {
        if let good = hosts.first(where: { $0.isGood(now: now) }) { return good.baseURL }
        return hosts.filter { !$0.isRefused }
            .min { ($0.badUntil ?? now) < ($1.badUntil ?? now) }?.baseURL
    }

    /// Notes that the host works.
    public mutating func answered(_ baseURL: String) {
        guard let index = index(of: baseURL) else { return }
        hosts[index].badUntil = nil
        hosts[index].badSpells = 0
        hosts[index].serverErrors = 0
    }

    /// Notes a failure of a host.
    ///
    /// - Returns: Whether another host is good, so that the request can move on without a pause.
    public mutating func failed(
        _ baseURL: String,
        _ failure: HostFailure,
        now: ContinuousClock.Instant
    ) -> Bool {
        guard let index = index(of: baseURL) else { return false }
        hosts[index].lastFailure = failure.words
        switch failure {
        case .refused:
            hosts[index].isRefused = true
        case .noAnswer:
            markBad(index, now: now)
        case .serverError:
            hosts[index].serverErrors += 1
            if hosts[index].serverErrors >= serverErrorLimit { markBad(index, now: now) }
        }
        guard !hosts[index].isGood(now: now) else { return false }
        return hosts.contains { $0.isGood(now: now) }
    }

    /// Which hosts failed and why, in words; `nil` for a single host, whose failure is told already.
    public var reportOfSeveral: String? { hosts.count > 1 ? report : nil }

    /// Which hosts failed and why, in words.
    public var report: String {
        let failures = hosts.map { host in
            "\(Redaction.url(host.baseURL)): \(host.lastFailure ?? "not tried")"
        }
        let head =
            hosts.count == 1
            ? "the only host failed" : "all \(hosts.count) hosts failed"
        return "\(head): \(failures.joined(separator: "; "))"
    }

    private func index(of baseURL: String) -> Int? {
        hosts.firstIndex { $0.baseURL == baseURL }
    }

    /// Several tasks may fail on the same host at once; that is one bad spell.
    private mutating func markBad(_ index: Int, now: ContinuousClock.Instant) {
        guard hosts[index].isGood(now: now) else { return }
        let factor = min(1 << min(hosts[index].badSpells, 10), Self.longestBadSpell)
        hosts[index].badUntil = now + badFor * factor
        hosts[index].badSpells += 1
        hosts[index].serverErrors = 0
    }
}
