import ChandlerCore

/// An error body `{"label":…,"message":…}` with its status.
///
/// **Source:** Gate API v4, "Label list"; recorded answers for those of candles.
struct GateError: AnswerableError, FileFailure, Hashable {
    var status = 400
    let label: String
    let message: String

    static let rangeTooBroad = GateError.invalid(
        "Candlestick range too broad. Maximum 1000 data points are allowed per request"
    )
    static let tooLongAgo = GateError.invalid(
        "Candlestick too long ago. Maximum 10000 points ago are allowed"
    )

    /// A pair of assets each of which may well be known.
    static func unknownPair(_ name: String) -> GateError {
        GateError(label: "INVALID_CURRENCY_PAIR", message: "Invalid currency pair \(name)")
    }

    /// Inferred: the words are not recorded, only the label.
    static func unknownCurrency(_ name: String) -> GateError {
        GateError(label: "INVALID_CURRENCY", message: "Invalid currency \(name)")
    }

    static func badParameter(_ name: String, _ value: String) -> GateError {
        .invalid("Invalid request parameter `\(name)` value: \(value)")
    }

    static func invalid(_ message: String) -> GateError {
        GateError(label: "INVALID_PARAM_VALUE", message: message)
    }

    static func unreadable(_ error: FixtureExchangeError) -> GateError {
        GateError(status: 500, label: "INTERNAL", message: error.message)
    }

    var answer: Answer {
        Answer(
            status: status,
            text: "{\"label\":\(jsonString(label)),\"message\":\(jsonString(message))}"
        )
    }
}

extension Answer {
    /// A refusal as Gate words it; bans other than the limit's are not documented.
    static func gate(_ refusal: Refusal, limit: Int, now: Timestamp) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds), .banned(let seconds):
            var answer = GateError(
                status: 429,
                label: "TOO_MANY_REQUESTS",
                message: "Request Rate limit Exceeded"
            ).answer
            let reset = now.milliseconds / 1_000 + Int64(seconds)
            answer.headers.append(("X-Gate-RateLimit-Limit", "\(limit)"))
            answer.headers.append(("X-Gate-RateLimit-Requests-Remain", "0"))
            answer.headers.append(("X-Gate-RateLimit-Reset-Timestamp", "\(reset)"))
            return answer
        case .forbidden, .blockedCountry:
            return GateError(status: 403, label: "FORBIDDEN", message: "Forbidden").answer
        case .internalError:
            return GateError(status: 500, label: "SERVER_ERROR", message: "Server error").answer
        case .maintenance:
            return maintenance
        }
    }
}
