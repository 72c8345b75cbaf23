/// An error `{"code":"...","msg":...}`; the status may be 200.
///
/// **Source:** KuCoin API, "Error Codes"; inferred: the words that are not recorded.
struct KuCoinError: AnswerableError, FileFailure, Hashable {
    var status = 200
    let code: String
    let message: String

    static let unknownPair = KuCoinError(code: "400100", message: "Unsupported trading pair.")
    static let badType = KuCoinError(
        status: 400,
        code: "400100",
        message: "Incorrect candlestick type."
    )

    static func unreadable(_ error: FixtureExchangeError) -> KuCoinError {
        KuCoinError(status: 500, code: "500000", message: error.message)
    }

    var answer: Answer {
        Answer(status: status, text: "{\"code\":\"\(code)\",\"msg\":\(jsonString(message))}")
    }
}

extension Answer {
    /// An accepted answer in the venue's envelope.
    static func kucoin(data: String) -> Answer {
        Answer(text: "{\"code\":\"200000\",\"data\":\(data)}")
    }

    /// A refusal as KuCoin, or the proxy before it, words it.
    static func kucoin(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooManyRequests:
            KuCoinError(status: 429, code: "429000", message: "Too Many Requests").answer
        case .banned:
            Answer(status: 429, contentType: "text/plain", text: "error code: 1015")
        case .forbidden:
            forbiddenPage
        case .blockedCountry:
            KuCoinError(
                status: 403,
                code: "400302",
                message: "Our services are currently unavailable in your region."
            ).answer
        case .internalError:
            KuCoinError(status: 500, code: "500000", message: "Internal Server Error").answer
        case .maintenance: maintenance
        }
    }
}
