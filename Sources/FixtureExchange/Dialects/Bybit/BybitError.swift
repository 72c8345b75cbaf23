import ChandlerCore

/// An error of Bybit's envelope; the status stays 200.
///
/// **Source:** Bybit API v5, "Error Codes"; recorded answers for those of symbols and limits.
struct BybitError: FileFailure, Hashable {
    let code: Int
    let message: String
    /// What stands in place of rows, which differs from error to error.
    var result = "{}"

    static let unknownSymbol = BybitError(
        code: 10_001,
        message: "Not supported symbols",
        result: "{\"list\":[]}"
    )
    static let badInterval = BybitError(code: 10_001, message: "Invalid period!")
    static let badCategory = BybitError(code: 10_001, message: "Illegal category")
    static let tooManyVisits = BybitError(code: 10_006, message: "Too many visits!")

    /// Inferred: the words for other parameters are not recorded.
    static func badParameter(_ name: String) -> BybitError {
        BybitError(code: 10_001, message: "params error: \(name) invalid")
    }

    static func unreadable(_ error: FixtureExchangeError) -> BybitError {
        BybitError(code: 10_016, message: error.message)
    }
}

extension Answer {
    /// An accepted answer in the venue's envelope.
    static func bybit(result: String, now: Timestamp) -> Answer {
        Answer(text: bybitHead + result + bybitTail(now))
    }

    /// An error in the venue's envelope.
    static func bybit(_ error: BybitError, now: Timestamp) -> Answer {
        Answer(
            text: "{\"retCode\":\(error.code),\"retMsg\":\(jsonString(error.message)),\"result\":"
                + error.result + bybitTail(now)
        )
    }

    /// A refusal as Bybit words it.
    static func bybit(_ refusal: Refusal, limit: Int, now: Timestamp) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds):
            var answer = bybit(.tooManyVisits, now: now)
            let reset = now.milliseconds + Int64(seconds) * 1_000
            answer.headers.append(("X-Bapi-Limit", "\(limit)"))
            answer.headers.append(("X-Bapi-Limit-Status", "0"))
            answer.headers.append(("X-Bapi-Limit-Reset-Timestamp", "\(reset)"))
            return answer
        // The end of the ban is not told; the documentation asks for ten minutes of silence.
        case .banned:
            return Answer(status: 403, contentType: html, text: "access too frequent")
        case .forbidden, .blockedCountry:
            return Answer(
                status: 403,
                contentType: html,
                text: "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>"
                    + "<BODY>The Amazon CloudFront distribution is configured to block access from "
                    + "your country.</BODY></HTML>"
            )
        case .internalError:
            return bybit(BybitError(code: 10_016, message: "Internal server error"), now: now)
        case .maintenance:
            return maintenance
        }
    }

    /// What comes before the result of an accepted answer.
    static let bybitHead = "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":"

    /// What comes after the result.
    static func bybitTail(_ now: Timestamp) -> String {
        ",\"retExtInfo\":{},\"time\":\(now.milliseconds)}"
    }
}
