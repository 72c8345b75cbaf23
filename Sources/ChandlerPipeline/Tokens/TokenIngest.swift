public import ChandlerCore
public import ChandlerStore

/// Stores what sources say about tokens: the first one is asked, the others fill what it lacks.
public struct TokenIngest: Sendable {
    private let sources: [TokenSourceRole]
    private let lane: StoreLane
    private let runID: Int64
    private let progress: any ProgressSink
    /// How many addresses are asked for and stored at a time.
    private static let portion = 100

    /// Prepares a run; nothing is done yet.
    ///
    /// - Parameters:
    ///   - sources: The source that is asked first, then those that fill what is missing, in order.
    ///   - lane: The database.
    ///   - runID: The run in the ledger.
    ///   - progress: Whom to tell how far it is.
    public init(
        sources: [TokenSourceRole],
        lane: StoreLane,
        runID: Int64,
        progress: any ProgressSink
    ) {
        precondition(!sources.isEmpty, "Invariant: there is a source to ask")
        self.sources = sources
        self.lane = lane
        self.runID = runID
        self.progress = progress
    }

    /// Asks and stores; many addresses in portions, each of which stays when a later one fails.
    ///
    /// - Parameter question: Which tokens.
    /// - Returns: What was found and stored. A source that only fills fields and cannot be asked is
    ///   named there; the run goes on without it.
    /// - Throws: ``VenueError`` of the first source, `StoreError`, or `CancellationError`.
    public func run(_ question: TokenQuestion) async throws -> TokenReport {
        var report = TokenReport()
        let before = counters
        guard case .mints(let mints) = question else {
            try await answer(question, &report)
            report.counters = counters - before
            return report
        }
        var seen: Set<String> = []
        let asked = mints.filter { seen.insert($0).inserted }
        progress.began("tokens", expected: asked.count)
        for start in stride(from: 0, to: asked.count, by: Self.portion) {
            let portion = Array(asked[start..<min(start + Self.portion, asked.count)])
            try await answer(.mints(portion), &report)
            progress.fetched(portion.count)
        }
        report.counters = counters - before
        return report
    }

    private func answer(_ question: TokenQuestion, _ report: inout TokenReport) async throws {
        var collection = TokenCollection(question)
        let first = sources[0].source
        collection.take(
            try await first.tokens(collection.wholeQuestion),
            from: first.source,
            asked: nil
        )
        for role in sources.dropFirst() {
            let wanted = collection.mints(lacking: role.fields)
            if wanted.isEmpty { continue }
            try Task.checkCancellation()
            do throws(VenueError) {
                let answer = try await role.source.tokens(.mints(wanted))
                collection.take(answer, from: role.source.source, asked: wanted)
            } catch {
                if error.code == .cancelled { throw error }
                report.failures[role.source.source] = error.message
            }
        }
        try Task.checkCancellation()
        try await store(collection, &report)
    }

    private func store(_ collection: TokenCollection, _ report: inout TokenReport) async throws {
        let saved = try await lane.save(
            collection.rows,
            rejects: collection.rejects,
            runID: runID
        )
        report.found += collection.rows.count
        report.notFound += collection.unknown
        report.asked += collection.askedCount
        report.inserted += saved.inserted
        report.unchanged += saved.unchanged
        let rejected = collection.rejects.map(\.row) + saved.rejected
        report.rejected += rejected.count
        report.firstReject = report.firstReject ?? rejected.first
        report.enriched.merge(collection.enriched) { $0 + $1 }
        report.doubtful += collection.rows.count { !$0.doubts.isEmpty }
        report.rows += collection.rows
    }

    private var counters: RequestCounters {
        sources.reduce(into: RequestCounters()) { sum, role in
            let counters = role.source.counters
            sum.requests += counters.requests
            sum.retries += counters.retries
            sum.bytes += counters.bytes
        }
    }
}

extension RequestCounters {
    fileprivate static func - (lhs: RequestCounters, rhs: RequestCounters) -> RequestCounters {
        RequestCounters(
            requests: lhs.requests - rhs.requests,
            retries: lhs.retries - rhs.retries,
            bytes: lhs.bytes - rhs.bytes
        )
    }
}
