import ChandlerCore
import ChandlerHTTP

/// An answer of Bitstamp that may be an error; its status decides before its body does.
struct BitstampAnswer {
    /// The codes that stand for too many requests, although their status is 400.
    private static let rateCodes: Set<String> = ["400.002", "400.067", "400.068"]

    private let response: HTTPResponse
    private let body: BitstampErrorBody?

    /// Reads what can be read of the body, which may be a page or nothing at all.
    init(_ response: HTTPResponse) {
        self.response = response
        body = try? response.body.decoded(as: BitstampErrorBody.self)
    }

    /// The error, or `nil` where there is none or only the status says something.
    var refusal: VenueRefusal? {
        if response.status.isSuccess {
            guard let body, body.isError else { return nil }
            // Without a code nothing says that the request is wrong; maintenance looks like this.
            let kind = statusOfCode.map(kind(of:)) ?? .transient
            return VenueRefusal(kind: kind, words: words)
        }
        guard let kind = knownKind else { return nil }
        return VenueRefusal(kind: kind, words: words)
    }

    /// What the status asks of a client; `nil` for those without a rule of the venue's own.
    private var knownKind: VenueRefusal.Kind? {
        switch response.status.kind {
        case .serverError where [501, 505].contains(response.status): nil
        case .informational, .redirect, .success, .unknown: nil
        case .rateLimited, .refused, .transient, .clientError, .serverError:
            kind(of: response.status)
        }
    }

    private func kind(of status: HTTPStatus) -> VenueRefusal.Kind {
        if let code = body?.code, Self.rateCodes.contains(code) { return .rateLimited(nil) }
        return switch status.kind {
        case .rateLimited: .rateLimited(nil)
        // A code says that it is about this client's rights, not about how often it asks.
        case .refused where status == 403 && !saysForbidden: .rateLimited(nil)
        case .refused: .blocked
        case .transient, .serverError: .transient
        case .clientError where status == 404: .unknownSymbol
        default: wrong
        }
    }

    private var wrong: VenueRefusal.Kind {
        words.lowercased().contains("step") ? .unknownInterval : .wrong
    }

    private var saysForbidden: Bool { body?.code?.hasPrefix("403.") ?? false }

    /// The status with which a dotted code begins.
    private var statusOfCode: HTTPStatus? {
        guard let code = body?.code, code.dropFirst(3).first == "." else { return nil }
        return Int(code.prefix(3)).map(HTTPStatus.init(rawValue:))
    }

    /// The code and the venue's words, or how a body begins that has none.
    private var words: String {
        let said = body?.words.map { quoted($0) }
        let found = response.body.isEmpty ? "empty body" : response.body.excerpt()
        return (body?.code.map { "code \($0) " } ?? "") + (said ?? found)
    }
}
