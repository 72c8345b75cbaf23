import ChandlerCore
import ChandlerHTTP

/// The envelope of every answer of OKX, which holds errors also where the status is 200.
struct OKXAnswer {
    private struct Envelope: Decodable {
        let code: String
        let msg: String?
    }

    private let code: String
    private let message: String
    private let status: HTTPStatus

    /// Reads the envelope; `nil` where the body has none.
    init?(_ response: HTTPResponse) {
        guard let envelope = try? response.body.decoded(as: Envelope.self) else { return nil }
        code = envelope.code
        message = envelope.msg ?? ""
        status = response.status
    }

    /// The error; `nil` for code 0, and for codes that say no more than the status does.
    var refusal: VenueRefusal? {
        guard code != "0", let kind = kind ?? kindByStatus else { return nil }
        return VenueRefusal(kind: kind, words: "code \(code) \(quoted(message))")
    }

    private var kind: VenueRefusal.Kind? {
        switch code {
        case "51001": .unknownSymbol
        case "51000" where names("instId"): .unknownSymbol
        case "51000" where names("bar"): .unknownInterval
        case "50011": .rateLimited(nil)
        case "50001", "50004", "50013", "50026", "50061": .transient
        default: nil
        }
    }

    /// What an unknown code means: limits, refusals and faults of the server show in the status.
    private var kindByStatus: VenueRefusal.Kind? {
        [.success, .clientError].contains(status.kind) ? .wrong : nil
    }

    /// Whether the message is about a parameter.
    private func names(_ parameter: String) -> Bool {
        message.lowercased().split(separator: " ").contains { $0 == parameter.lowercased() }
    }
}
