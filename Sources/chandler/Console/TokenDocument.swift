import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// What a run stored of tokens, as the JSON document of `--json` and of the ledger.
struct TokenDocument: Encodable {
    struct Token: Encodable {
        let mint: String
        let network: String
        let symbol: String?
        let price: Double?
        let liquidity: Double?
        let volume: Double?
        let holderCount: Int64?
        let createdAt: String?
        let observedAt: String
        let origins: [String: String]
        let doubts: [String]
    }

    let runId: Int64
    let status: String
    let exitCode: Int32
    var error: String?
    var asked = 0
    var found = 0
    var notFound: [String] = []
    var inserted = 0
    var unchanged = 0
    var rejected = 0
    var enriched: [String: Int] = [:]
    var failures: [String: String] = [:]
    var requests = RunDocument.Requests(RequestCounters())
    var tokens: [Token] = []
}

extension TokenDocument {
    /// A run that came to its end.
    init(runID: Int64, _ report: TokenReport) {
        self.init(runId: runID, status: "succeeded", exitCode: 0)
        asked = report.asked
        found = report.found
        notFound = report.notFound
        inserted = report.inserted
        unchanged = report.unchanged
        rejected = report.rejected
        enriched = report.enriched
        failures = report.failures
        requests = RunDocument.Requests(report.counters)
        tokens = report.rows.map(Token.init)
    }

    /// A run that failed.
    init(runID: Int64, _ failure: RunFailure) {
        self.init(
            runId: runID,
            status: RunOutcome(failure).status.rawValue,
            exitCode: failure.exit.rawValue,
            error: failure.message
        )
    }
}

extension TokenDocument.Token {
    fileprivate init(_ row: TokenRow) {
        self.init(
            mint: row.mint,
            network: row.network,
            symbol: row.symbol,
            price: row.price,
            liquidity: row.liquidity,
            volume: row.volume,
            holderCount: row.holderCount,
            createdAt: row.createdAt?.description,
            observedAt: row.observedAt.description,
            origins: row.origins,
            doubts: row.doubts
        )
    }
}
