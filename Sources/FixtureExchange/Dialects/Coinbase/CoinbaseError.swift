/// An error of either API: `{"message":...}`, in Advanced Trade with a word for its kind.
///
/// Inferred: the words that are not those of a recorded answer.
struct CoinbaseError: FileFailure, Hashable {
    var status = 400
    /// The word of Advanced Trade.
    var word = "INVALID_ARGUMENT"
    let message: String

    static let badGranularity = CoinbaseError(message: "Unsupported granularity")
    static let noRange = CoinbaseError(message: "start and end are required")
    static let badRange = CoinbaseError(message: "start must be before end")
    /// Coinbase Exchange's words for more than 300 intervals.
    static let tooWide = CoinbaseError(
        message: "granularity too small for the requested time range. Count of aggregations "
            + "requested exceeds 300"
    )
    /// Advanced Trade's words for too many candles.
    static let tooMany = CoinbaseError(
        message: "start and end argument is invalid - number of candles requested should be less "
            + "than 350"
    )

    static func unknown(_ product: String, _ api: CoinbaseEndpoint.API) -> CoinbaseError {
        CoinbaseError(
            status: 404,
            word: "NOT_FOUND",
            message: api == .advanced ? "Product \(product) not supported" : "NotFound"
        )
    }

    static func unreadable(_ error: FixtureExchangeError) -> CoinbaseError {
        CoinbaseError(status: 500, word: "INTERNAL", message: error.message)
    }

    func answer(_ api: CoinbaseEndpoint.API) -> Answer {
        let words = jsonString(message)
        return switch api {
        case .exchange: Answer(status: status, text: "{\"message\":\(words)}")
        // The details are left out where the product is not known.
        case .advanced where status == 404:
            Answer(status: status, text: "{\"error\":\"\(word)\",\"message\":\(words)}")
        case .advanced:
            Answer(
                status: status,
                text: "{\"error\":\"\(word)\",\"error_details\":\(words),\"message\":\(words)}"
            )
        }
    }
}

extension Answer {
    /// A refusal as Coinbase words it; none of them says how long it lasts.
    static func coinbase(_ refusal: Refusal, of api: CoinbaseEndpoint.API) -> Answer {
        switch refusal {
        case .tooManyRequests:
            CoinbaseError(
                status: 429,
                word: "RESOURCE_EXHAUSTED",
                message: "Public rate limit exceeded"
            ).answer(api)
        case .banned, .forbidden, .blockedCountry:
            Answer(
                status: 403,
                contentType: html,
                text: "<html><head><title>Access denied</title></head>"
                    + "<body><h1>Sorry, you have been blocked</h1></body></html>\n"
            )
        case .internalError:
            CoinbaseError(status: 500, word: "INTERNAL", message: "Internal server error")
                .answer(api)
        case .maintenance: maintenance
        }
    }
}
