/// An error of OKX's envelope, whose code is a text; some come with status 200.
///
/// **Source:** OKX API v5, "Error Code".
struct OKXError: AnswerableError, FileFailure, Hashable {
    var status = 400
    let code: String
    let message: String

    static let unknownInstrument = OKXError(
        status: 200,
        code: "51001",
        message: "Instrument ID does not exist"
    )

    static func missing(_ parameter: String) -> OKXError {
        OKXError(code: "50014", message: "Parameter \(parameter) can not be empty")
    }

    static func wrong(_ parameter: String) -> OKXError {
        OKXError(code: "51000", message: "Parameter \(parameter) error")
    }

    static func unreadable(_ error: FixtureExchangeError) -> OKXError {
        OKXError(status: 500, code: "50026", message: error.message)
    }

    var answer: Answer {
        Answer(
            status: status,
            text: "{\"code\":\"\(code)\",\"msg\":\(jsonString(message)),\"data\":[]}"
        )
    }
}

extension Answer {
    /// An accepted answer in the venue's envelope; `data` is what stands between its brackets.
    static func okx(data: String) -> Answer {
        Answer(text: "{\"code\":\"0\",\"msg\":\"\",\"data\":[\(data)]}")
    }

    /// A refusal as OKX, or the firewall before it, words it.
    static func okx(_ refusal: Refusal) -> Answer {
        switch refusal {
        // As recorded: without the member for data, and without a word on how long to wait.
        case .tooManyRequests:
            return Answer(status: 429, text: "{\"msg\":\"Too Many Requests\",\"code\":\"50011\"}")
        case .banned(let seconds):
            var answer = firewall(status: 429, "error code: 1015")
            answer.headers.append(("Retry-After", "\(seconds)"))
            return answer
        case .forbidden:
            return firewall(status: 403, "Sorry, you have been blocked")
        case .blockedCountry:
            return firewall(status: 403, "error code: 1009")
        case .internalError:
            return OKXError(
                status: 500,
                code: "50026",
                message: "System error. Try again later"
            ).answer
        case .maintenance:
            return maintenance
        }
    }
}
