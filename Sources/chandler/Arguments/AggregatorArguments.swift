import ArgumentParser
import ChandlerHTTP
import ChandlerVenues
import Foundation

/// The options that say on which chain, and which of a pool's tokens.
struct NetworkNameArguments: ParsableArguments {
    @Option(
        name: .customLong("network"),
        help: ArgumentHelp("The chain, such as solana, ethereum or base.", valueName: "chain"),
        completion: .list(["solana", "ethereum", "base", "bsc", "arbitrum", "polygon"])
    )
    private var given = "solana"

    /// The name; chains are written in lower case.
    var name: String { given.lowercased() }
}

extension VenueArguments {
    /// The aggregators, reached as the options say.
    ///
    /// Keys come from the environment only. An address given for one run stands for all aggregators;
    /// a variable such as `CHANDLER_JUPITER_URL` for one.
    func aggregator(
        _ aggregator: Aggregator,
        on chain: String,
        over network: HTTPNetwork
    ) throws -> AggregatorCatalogue {
        AggregatorCatalogue(
            AggregatorOptions(
                venue: try options(for: aggregator.name, over: network),
                network: chain,
                environment: { ProcessInfo.processInfo.environment[$0] }
            )
        )
    }
}

/// The aggregators that tell something about tokens, for help.
let tokenSourceNames = AggregatorCatalogue.all.filter { !$0.questions.isEmpty }.map(\.name)
    .joined(separator: " ")

/// The aggregators with candles, for help.
let poolVenueNames = AggregatorCatalogue.all.filter { !$0.intervals.isEmpty }.map(\.name)
    .joined(separator: " ")

/// The same, for shells.
var tokenSourceCompletion: CompletionKind {
    .list(AggregatorCatalogue.all.filter { !$0.questions.isEmpty }.map(\.name))
}
