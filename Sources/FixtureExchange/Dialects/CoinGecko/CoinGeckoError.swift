/// An error in one of CoinGecko's three shapes.
struct CoinGeckoError: AnswerableError, FileFailure, Hashable {
    /// How the body is built.
    enum Shape: Sendable, Hashable {
        /// `{"error":TEXT}`
        case plain(String)
        /// `{"status":{"error_code":CODE,"error_message":TEXT}}`
        case status(Int, String)
        /// `{"error":{"status":{…}}}`
        case nested(Int, String)
    }

    let status: Int
    let shape: Shape

    init(status: Int, _ shape: Shape) {
        self.status = status
        self.shape = shape
    }

    static let unknownCoin = CoinGeckoError(status: 404, .plain("coin not found"))
    static let noCurrency = CoinGeckoError(status: 422, .plain("Missing parameter vs_currency"))
    static let badCurrency = CoinGeckoError(status: 400, .plain("invalid vs_currency"))
    static let badDays = CoinGeckoError(status: 400, .plain("invalid days parameter"))
    static let keyMissing = CoinGeckoError(status: 401, .status(10_002, "API Key Missing"))
    /// Inferred: the code is the one of a missing key.
    static let keyWrong = CoinGeckoError(status: 401, .status(10_002, "Invalid API Key"))
    static let wrongHost = CoinGeckoError(
        status: 400,
        .nested(
            10_010,
            "If you are using Pro API key, please change your root URL from "
                + "api.coingecko.com to pro-api.coingecko.com"
        )
    )
    static let tooOld = CoinGeckoError(
        status: 401,
        .nested(
            10_012,
            "Your request exceeds the allowed time range. Public API users are limited to "
                + "querying historical data within the past 365 days"
        )
    )
    static let tooManyRequests = CoinGeckoError(
        status: 429,
        .status(
            429,
            "You've exceeded the Rate Limit. Please visit "
                + "https://www.coingecko.com/en/api/pricing to subscribe to our API plans for "
                + "higher rate limits."
        )
    )

    static func unreadable(_ error: FixtureExchangeError) -> CoinGeckoError {
        CoinGeckoError(status: 500, .plain(error.message))
    }

    var answer: Answer {
        let text =
            switch shape {
            case .plain(let words): "{\"error\":\(jsonString(words))}"
            case .status(let code, let words): "{\"status\":\(Self.body(code, words))}"
            case .nested(let code, let words): "{\"error\":{\"status\":\(Self.body(code, words))}}"
            }
        return Answer(status: status, text: text)
    }

    private static func body(_ code: Int, _ words: String) -> String {
        "{\"error_code\":\(code),\"error_message\":\(jsonString(words))}"
    }
}
