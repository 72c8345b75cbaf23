import ChandlerCore
import ChandlerHTTP

/// An error of Jupiter: `{"code":429,"message":"…"}`, which decides where the status says otherwise.
struct JupiterAnswer {
    private let code: Int64
    private let message: String
    private let response: HTTPResponse

    /// Reads an error; `nil` where the body is none.
    init?(_ response: HTTPResponse) {
        guard let root = try? JSONTree(response.body).root,
            let code = root["code"]?.integer, let message = root["message"]?.string,
            code >= 400 || !response.status.isSuccess
        else { return nil }
        self.code = code
        self.message = message
        self.response = response
    }

    /// The error; `nil` where the status says as much.
    var refusal: VenueRefusal? {
        let words = "code \(code) \(quoted(message))"
        return switch code {
        case 429: VenueRefusal(kind: .rateLimited(pause), words: words)
        case 401:
            VenueRefusal(
                kind: .keyRefused,
                words: words + ", the key was not accepted: check \(JupiterProfile.keyVariable)"
            )
        case 403: VenueRefusal(kind: .blocked, words: words)
        case 408, 500...599: VenueRefusal(kind: .transient, words: words)
        default:
            response.status.kind == .serverError ? nil : VenueRefusal(kind: .wrong, words: words)
        }
    }

    /// The pause until the second that a header names.
    private var pause: Duration? {
        // Without the server's own clock nobody can say how far away that moment is.
        guard let now = response.serverSeconds,
            let reset = response.headers["x-ratelimit-reset"].flatMap({ Int64($0) }),
            (0...253_402_300_799).contains(reset)
        else { return nil }
        return RetryAfter.pause(
            untilUnixMilliseconds: reset * 1_000,
            response,
            unixSeconds: now
        )
    }
}
