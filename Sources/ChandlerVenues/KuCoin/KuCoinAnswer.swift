import ChandlerCore
import ChandlerHTTP

/// The envelope of every answer of KuCoin, which holds errors whatever the status is.
struct KuCoinAnswer {
    private struct Envelope: Decodable {
        let code: String
        let msg: String?
    }

    /// Also answered by the proxy before the venue, as plain text.
    private static let proxyBlock = "1015"

    private let code: String
    private let message: String
    private let response: HTTPResponse

    /// Reads the envelope; `nil` where the body has none.
    init?(_ response: HTTPResponse) {
        self.response = response
        if let envelope = try? response.body.decoded(as: Envelope.self) {
            code = envelope.code
            message = envelope.msg ?? ""
        } else if response.status == 429, response.body.excerpt().contains(Self.proxyBlock) {
            code = Self.proxyBlock
            message = response.body.text
        } else {
            return nil
        }
    }

    /// The error, or `nil` for the one code that means success.
    var refusal: VenueRefusal? {
        guard code != "200000" else { return nil }
        return VenueRefusal(kind: kind, words: "code \(code) \(quoted(message))")
    }

    private var kind: VenueRefusal.Kind {
        let words = message.lowercased()
        switch code {
        case "900001": return .unknownSymbol
        case "400100" where words.contains("pair") || words.contains("symbol"):
            return .unknownSymbol
        case "400100" where words.contains("type"): return .unknownInterval
        case "429000": return .rateLimited(words.contains("system") ? .seconds(1) : untilReset)
        case Self.proxyBlock: return .rateLimited(.seconds(30))
        case "200002": return .rateLimited(.seconds(10))
        case "500000": return .transient
        default: return kindByStatus
        }
    }

    private var kindByStatus: VenueRefusal.Kind {
        switch response.status.kind {
        case .rateLimited: .rateLimited(untilReset)
        case .refused: .blocked
        case .serverError, .transient: .transient
        default: .wrong
        }
    }

    /// The pause that a header names in milliseconds.
    private var untilReset: Duration? {
        response.headers["gw-ratelimit-reset"].flatMap { Int64($0) }.flatMap {
            (0...3_600_000).contains($0) ? .milliseconds($0) : nil
        }
    }
}
