import ChandlerCore
import ChandlerHTTP

/// The envelope of every answer of Bybit, which holds errors also where the status is 200.
struct BybitAnswer {
    private struct Envelope: Decodable {
        let retCode: Int
        let retMsg: String
    }

    private let code: Int
    private let message: String
    private let response: HTTPResponse

    /// Reads the envelope; `nil` where the body has none.
    init?(_ response: HTTPResponse) {
        guard let envelope = try? response.body.decoded(as: Envelope.self) else { return nil }
        code = envelope.retCode
        message = envelope.retMsg
        self.response = response
    }

    /// The error, or `nil` for code 0.
    var refusal: VenueRefusal? {
        guard code != 0 else { return nil }
        return VenueRefusal(kind: kind, words: "code \(code) \(quoted(message))")
    }

    private var kind: VenueRefusal.Kind {
        switch code {
        case 10_001 where message.lowercased().contains("symbol"), 10_029: .unknownSymbol
        case 10_001
        where message.lowercased().contains("period")
            || message.lowercased().contains("interval"):
            .unknownInterval
        case 10_006, 10_018: .rateLimited(pause)
        case 10_000, 10_016: .transient
        case 10_009, 10_024: .blocked
        default: .wrong
        }
    }

    /// The pause until the moment that the venue names in a header.
    private var pause: Duration? {
        // Without the server's own clock nobody can say how far away that moment is.
        guard let now = response.serverSeconds else { return nil }
        return response.headers["X-Bapi-Limit-Reset-Timestamp"].flatMap { Int64($0) }.map {
            RetryAfter.pause(untilUnixMilliseconds: $0, response, unixSeconds: now)
        }
    }
}
