import ChandlerCore

/// An error body `{"code":...,"msg":...}` with its status.
///
/// **Source:** binance/binance-spot-api-docs, `errors.md`.
struct BinanceError: AnswerableError, FileFailure, Hashable {
    var status = 400
    let code: Int
    let message: String

    static let unknownSymbol = BinanceError(code: -1121, message: "Invalid symbol.")
    static let badInterval = BinanceError(code: -1120, message: "Invalid interval.")
    static let badCombination = BinanceError(
        code: -1128,
        message: "Combination of optional parameters invalid."
    )

    static func missing(_ parameter: String) -> BinanceError {
        BinanceError(
            code: -1102,
            message: "Mandatory parameter '\(parameter)' was not sent, was empty/null, "
                + "or malformed."
        )
    }

    static func empty(_ parameter: String) -> BinanceError {
        BinanceError(code: -1105, message: "Parameter '\(parameter)' was empty.")
    }

    static func illegal(_ parameter: String, range: String) -> BinanceError {
        BinanceError(
            code: -1100,
            message: "Illegal characters found in parameter '\(parameter)'; "
                + "legal range is '\(range)'."
        )
    }

    static func notValid(_ parameter: String) -> BinanceError {
        BinanceError(
            code: -1130,
            message: "Data sent for parameter '\(parameter)' is not valid."
        )
    }

    static func unread(read: Int, sent: Int) -> BinanceError {
        BinanceError(
            code: -1104,
            message: "Not all sent parameters were read; read '\(read)' parameter(s) but was "
                + "sent '\(sent)'."
        )
    }

    static func unreadable(_ error: FixtureExchangeError) -> BinanceError {
        BinanceError(status: 500, code: -1000, message: error.message)
    }

    var answer: Answer {
        Answer(status: status, text: "{\"code\":\(code),\"msg\":\(jsonString(message))}")
    }
}

extension Answer {
    /// A refusal as Binance words it.
    static func binance(_ refusal: Refusal, limit: Int, now: Timestamp) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds):
            var answer = BinanceError(
                status: 429,
                code: -1003,
                message: "Too much request weight used; current limit is \(limit) request weight "
                    + "per 1 MINUTE. Please use WebSocket Streams for live updates to avoid "
                    + "polling the API."
            ).answer
            answer.headers.append(("Retry-After", "\(seconds)"))
            return answer
        case .banned(let seconds):
            return banned(seconds: seconds, now: now.milliseconds)
        case .forbidden:
            return forbiddenPage
        case .blockedCountry:
            return BinanceError(
                status: 451,
                code: 0,
                message: "Service unavailable from a restricted location according to "
                    + "'b. Eligibility' in https://www.binance.com/en/terms."
            ).answer
        case .internalError:
            return BinanceError(
                status: 500,
                code: -1001,
                message: "Internal error; unable to process your request. Please try again."
            ).answer
        case .maintenance:
            return maintenance
        }
    }

    private static func banned(seconds: Int, now: Int64) -> Answer {
        let end = now + Int64(seconds) * 1_000
        var answer = Answer(
            status: 418,
            text: "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned until "
                + "\(end). Please use WebSocket Streams for live updates to avoid bans.\","
                + "\"data\":{\"serverTime\":\(now),\"retryAfter\":\(end)}}"
        )
        answer.headers.append(("Retry-After", "\(seconds)"))
        return answer
    }
}
