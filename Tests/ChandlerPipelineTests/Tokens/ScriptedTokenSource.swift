import ChandlerCore
import Synchronization

/// A source of tokens that says what a test put into its mouth.
final class ScriptedTokenSource: TokenSource {
    private struct Contents {
        var answer = TokenAnswer()
        var failure: VenueError?
        var questions: [TokenQuestion] = []
    }

    let source: String
    private let contents = Mutex(Contents())

    init(_ source: String, _ snapshots: [TokenSnapshot] = [], rejected: [RejectedRow] = []) {
        self.source = source
        contents.withLock { $0.answer = TokenAnswer(snapshots: snapshots, rejected: rejected) }
    }

    /// Lets every question fail.
    func fail(_ error: VenueError) { contents.withLock { $0.failure = error } }

    /// What was asked.
    var questions: [TokenQuestion] { contents.withLock { $0.questions } }

    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer {
        let (answer, failure) = contents.withLock { contents in
            contents.questions.append(question)
            return (contents.answer, contents.failure)
        }
        if let failure { throw failure }
        return answer
    }

    var counters: RequestCounters { RequestCounters(requests: 3 * questions.count) }
}

extension TokenSnapshot {
    /// A snapshot as a parser would make it.
    init(
        _ source: String,
        _ mint: String,
        network: String = "solana",
        _ change: (inout TokenSnapshot) -> Void = { _ in }
    ) {
        self.init(
            source: source,
            network: network,
            mint: mint,
            observedAt: Timestamp(seconds: 1_772_323_200),
            raw: #"{"from":"\#(source)"}"#
        )
        change(&self)
    }
}
