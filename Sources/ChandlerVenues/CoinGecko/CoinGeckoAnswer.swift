import ChandlerCore
import ChandlerHTTP

/// An error of CoinGecko in one of its three shapes, any of which may come with status 200.
///
/// They are `{"error":"coin not found"}`, `{"status":{"error_code":429,"error_message":"…"}}`, and
/// the latter as the member `error`.
struct CoinGeckoAnswer {
    private let code: Int64?
    private let message: String
    private let status: HTTPStatus

    /// Reads an error; `nil` where the body is none.
    init?(_ response: HTTPResponse) {
        guard let root = try? JSONTree(response.body).root else { return nil }
        status = response.status
        if let text = root["error"]?.string {
            code = nil
            message = text
            return
        }
        guard let inner = root["error", "status"] ?? root["status"],
            let number = inner["error_code"]?.integer
        else { return nil }
        code = number
        message = inner["error_message"]?.string ?? ""
    }

    /// The error; `nil` where the status says as much.
    var refusal: VenueRefusal? {
        let words = (code.map { "code \($0) " } ?? "the words ") + quoted(message)
        return (code.map(kind) ?? kindByWords).map {
            VenueRefusal(kind: $0, words: words + (hint.map { ", \($0)" } ?? ""))
        }
    }

    private func kind(_ code: Int64) -> VenueRefusal.Kind {
        switch code {
        case 429: .rateLimited(nil)
        case 404: .unknownSymbol
        case 403, 1_020: .blocked
        case 408, 500...599: .transient
        case 10_012: .beyondReach
        case 401, 10_002, 10_005, 10_010, 10_011: .keyRefused
        default: status.kind == .rateLimited ? .rateLimited(nil) : .wrong
        }
    }

    private var kindByWords: VenueRefusal.Kind? {
        switch status.kind {
        case .rateLimited: .rateLimited(nil)
        case .serverError, .transient, .refused: nil
        case _ where status == 401: .keyRefused
        default: status == 404 || message.contains("not found") ? .unknownSymbol : .wrong
        }
    }

    /// What a person can do.
    private var hint: String? {
        switch code {
        case 10_002: "a key is needed: \(CoinGeckoPlan.demoVariable)"
        case 10_005: "which is not part of the key's plan"
        case 10_010, 10_011:
            "the key is of the other kind: free ones belong into \(CoinGeckoPlan.demoVariable), "
                + "paid ones into \(CoinGeckoPlan.proVariable)"
        case nil where status == 401:
            "check \(CoinGeckoPlan.demoVariable) or \(CoinGeckoPlan.proVariable)"
        default: nil
        }
    }
}
