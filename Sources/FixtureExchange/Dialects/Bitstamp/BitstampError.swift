/// An error body with a dotted code and its status.
///
/// **Source:** Bitstamp HTTP API v2, "Response codes"; the shape is recorded of a private call.
struct BitstampError: AnswerableError, FileFailure, Hashable {
    let status: Int
    let code: String
    /// The name of the parameter, or `__all__`.
    var subject = "__all__"
    let message: String

    static let unknownMarket = BitstampError(
        status: 404,
        code: "404.007",
        message: "Market not found for corresponding request."
    )
    static let tooManyRequests = BitstampError(
        status: 429,
        code: "400.002",
        message: "Request rejected due to exceeded rate limit."
    )
    static let internalError = BitstampError(
        status: 500,
        code: "500.001",
        message: "Unknown server error."
    )

    /// Inferred: which code a parameter of a public call has is not recorded.
    static func badParameter(_ name: String, _ message: String) -> BitstampError {
        BitstampError(status: 400, code: "400.001", subject: name, message: message)
    }

    static func unreadable(_ error: FixtureExchangeError) -> BitstampError {
        BitstampError(status: 500, code: "500.002", message: error.message)
    }

    var answer: Answer {
        Answer(
            status: status,
            text: "{\"status\":\"error\",\"reason\":{\(jsonString(subject)):["
                + "\(jsonString(message))]},\"response_code\":\"\(code)\"}"
        )
    }
}

extension Answer {
    /// A refusal as Bitstamp words it: without a header that says for how long.
    static func bitstamp(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooManyRequests: BitstampError.tooManyRequests.answer
        // Longer blocks are pages of a firewall, as is every other one.
        case .banned, .forbidden, .blockedCountry:
            forbiddenPage
        case .internalError: BitstampError.internalError.answer
        case .maintenance: maintenance
        }
    }

    /// Sends a path without the slash at its end to the one with it.
    static func bitstampRedirect(_ request: VenueRequest) -> Answer {
        var answer = Answer(status: 301, contentType: html, text: "")
        let query = request.rawQuery.isEmpty ? "" : "?" + request.rawQuery
        answer.headers.append(("Location", request.path + "/" + query))
        return answer
    }
}
