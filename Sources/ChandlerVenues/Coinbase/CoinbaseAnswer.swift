import ChandlerCore
import ChandlerHTTP

/// An error body of either of Coinbase's APIs: `message` alone, or beside `error`.
struct CoinbaseAnswer {
    private struct Envelope: Decodable {
        let error: String?
        let error_details: String?
        let message: String?
    }

    private let code: String?
    private let message: String
    private let response: HTTPResponse

    /// Reads the error; `nil` where the body is none.
    init?(_ response: HTTPResponse) {
        guard let envelope = try? response.body.decoded(as: Envelope.self) else { return nil }
        let texts = [envelope.message, envelope.error_details].compactMap { $0 }
        guard envelope.error != nil || !texts.isEmpty else { return nil }
        code = envelope.error
        message = texts.first { !$0.isEmpty } ?? ""
        self.response = response
    }

    /// The error in the venue's words.
    var refusal: VenueRefusal {
        VenueRefusal(kind: kind, words: (code.map { $0 + " " } ?? "") + quoted(message))
    }

    /// The status decides first: the words differ between the two APIs and over the years.
    private var kind: VenueRefusal.Kind {
        switch response.status.kind {
        case .rateLimited: .rateLimited(nil)
        case .refused: .blocked
        case .serverError, .transient: .transient
        default: response.status == 404 ? .unknownSymbol : kindByWords
        }
    }

    private var kindByWords: VenueRefusal.Kind {
        let words = message.lowercased()
        if code == "NOT_FOUND" || words == "notfound" { return .unknownSymbol }
        // A range that is too wide is called a granularity that is too small.
        if words.contains("granularity"), !words.contains("too small") { return .unknownInterval }
        return .wrong
    }
}
