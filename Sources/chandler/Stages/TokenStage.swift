import ChandlerCore
import ChandlerHTTP
import ChandlerPipeline
import ChandlerStore
import ChandlerVenues

/// Stores what sources say about tokens now.
struct TokenStage: Sendable {
    let roles: [TokenSourceRole]
    let question: TokenQuestion
    let runID: Int64

    /// Does the work.
    ///
    /// - Throws: `VenueError` of the source that is asked first, `StoreError` or
    ///   `CancellationError`; what was stored before stays.
    func run(over lane: StoreLane) async throws -> TokenReport {
        let progress = RunProgress(isQuiet: false, unit: "tokens")
        defer { progress.end() }
        do {
            return try await TokenIngest(
                sources: roles,
                lane: lane,
                runID: runID,
                progress: progress
            ).run(question)
        } catch {
            throw Interruption.seen(error)
        }
    }

    /// The source that is asked first, and then those that fill what it lacks.
    ///
    /// - Parameters:
    ///   - source: Who is asked first.
    ///   - others: Who is asked for what is missing, in the order of asking; `nil` for all.
    ///   - network: The chain.
    /// - Returns: Them, the first one first.
    /// - Throws: `UnknownVenueError` naming the sources there are.
    static func aggregators(
        _ source: String,
        others: [String]?,
        on network: String
    ) throws(UnknownVenueError) -> [Aggregator] {
        let first = try AggregatorCatalogue.aggregator(named: source)
        var rest: [Aggregator] = []
        if let others {
            for name in others { rest.append(try AggregatorCatalogue.aggregator(named: name)) }
        } else {
            rest = AggregatorCatalogue.all.filter {
                $0.questions.contains(.mints) && (!$0.isSolanaOnly || network == "solana")
            }
        }
        return [first] + rest.filter { $0.name != first.name }
    }

    /// Opens the sources.
    static func roles(
        _ aggregators: [Aggregator],
        on chain: String,
        over network: HTTPNetwork,
        _ access: VenueArguments
    ) throws -> [TokenSourceRole] {
        try aggregators.map { aggregator in
            TokenSourceRole(
                source: try access.aggregator(aggregator, on: chain, over: network)
                    .tokens(aggregator),
                fields: aggregator.fields
            )
        }
    }
}

extension TokenReport {
    /// What the run moved.
    var totals: RunTotals {
        var totals = RunTotals(counters)
        totals.rows = inserted
        return totals
    }
}
