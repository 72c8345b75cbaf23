/// An error body `{"errors":[{"status":…,"title":…}]}`.
struct GeckoTerminalError: AnswerableError, FileFailure, Hashable {
    var status = 400
    let title: String

    static let notFound = GeckoTerminalError(status: 404, title: "Not Found")
    static let lastPage = GeckoTerminalError(
        status: 401,
        title: "Exclusive to Analyst plan and above: more than 10 pages"
    )

    /// Inferred: the status and that the title explains are documented, its words are not.
    static func tooOld(_ days: Int) -> GeckoTerminalError {
        GeckoTerminalError(
            status: 401,
            title: "Your request exceeds the allowed time range. "
                + "Public API users are limited to querying historical data within the past "
                + "\(days) days"
        )
    }

    static func unreadable(_ error: FixtureExchangeError) -> GeckoTerminalError {
        GeckoTerminalError(status: 500, title: error.message)
    }

    var answer: Answer {
        Answer(
            status: status,
            text: "{\"errors\":[{\"status\":\"\(status)\",\"title\":\(jsonString(title))}]}"
        )
    }
}
