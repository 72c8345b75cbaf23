import ChandlerCore

/// An error in Kraken's words; the status stays 200 and the result is missing.
///
/// **Source:** Kraken REST API, "Errors"; recorded answers.
struct KrakenError: AnswerableError, FileFailure, Hashable {
    let text: String

    static let unknownPair = KrakenError(text: "EQuery:Unknown asset pair")
    static let invalidArguments = KrakenError(text: "EGeneral:Invalid arguments")

    static func unreadable(_ error: FixtureExchangeError) -> KrakenError {
        KrakenError(text: "EGeneral:Internal error: \(error.message)")
    }

    var answer: Answer { Answer(text: "{\"error\":[\(jsonString(text))]}") }
}

extension Answer {
    /// An accepted answer in the venue's envelope.
    static func kraken(result: String) -> Answer {
        Answer(text: "{\"error\":[],\"result\":\(result)}")
    }

    /// A refusal as Kraken, or the firewall before it, words it.
    static func kraken(_ refusal: Refusal, now: Timestamp) -> Answer {
        switch refusal {
        // Of the three wordings the one that says how long to wait.
        case .tooManyRequests(let seconds):
            let end = now.milliseconds / 1_000 + Int64(seconds)
            return KrakenError(text: "EService:Throttled: \(end)").answer
        // Always a quarter of an hour, which is not told.
        case .banned:
            return KrakenError(text: "EGeneral:Temporary lockout").answer
        case .forbidden:
            return firewall("Sorry, you have been blocked")
        case .blockedCountry:
            return firewall("error code: 1009")
        case .internalError:
            return KrakenError(text: "EGeneral:Internal error").answer
        case .maintenance:
            return maintenance
        }
    }
}
