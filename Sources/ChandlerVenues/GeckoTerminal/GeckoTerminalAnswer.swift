import ChandlerCore
import ChandlerHTTP

/// The errors of GeckoTerminal: `{"errors":[{"status":"400","title":"…"}]}`.
///
/// Refusals for the limit mostly have CoinGecko's shape instead.
struct GeckoTerminalAnswer {
    private let status: HTTPStatus
    private let title: String

    /// Reads the first error; `nil` where the body has none.
    init?(_ response: HTTPResponse) {
        guard let root = try? JSONTree(response.body).root,
            let error = root["errors"]?.elements?.first
        else { return nil }
        let number = error["status"]?.integer ?? error["code"]?.integer
        status =
            number.flatMap { Int(exactly: $0) }.map { HTTPStatus(rawValue: $0) } ?? response.status
        title = error["title"]?.string ?? error["detail"]?.string ?? error.raw
    }

    /// The error.
    var refusal: VenueRefusal {
        VenueRefusal(kind: kind, words: "status \(status.rawValue) \(quoted(title))")
    }

    private var kind: VenueRefusal.Kind {
        switch status {
        // There are no keys here: 401 says that only paying clients get what was asked for.
        case 401: .beyondReach
        case 404: .unknownSymbol
        default:
            switch status.kind {
            case .rateLimited: .rateLimited(nil)
            case .refused: .blocked
            case .transient, .serverError: .transient
            case .informational, .success, .redirect, .clientError, .unknown: .wrong
            }
        }
    }
}
