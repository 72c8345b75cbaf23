import ChandlerCore
import ChandlerHTTP

/// The errors of an answer of Kraken, which come with status 200.
///
/// An error is spelled `ECategory:Text` or `ECategory:Text:Detail`; a warning begins with W and
/// may stand beside a good result.
struct KrakenAnswer {
    private struct Envelope: Decodable { let error: [String] }

    private let errors: [String]
    private let response: HTTPResponse

    /// Reads the errors; `nil` where the body is not the venue's.
    init?(_ response: HTTPResponse) {
        self.response = response
        if response.status.isSuccess, response.body.isEmpty {
            errors = []
            return
        }
        guard let envelope = try? response.body.decoded(as: Envelope.self) else { return nil }
        errors = envelope.error.filter { !$0.hasPrefix("W") }
    }

    /// The first error; `nil` where there is none, or where it says no more than the status does.
    var refusal: VenueRefusal? {
        if response.body.isEmpty {
            return VenueRefusal(
                kind: .rateLimited(nil),
                words: "an empty body, as it comes after too many requests"
            )
        }
        guard let first = errors.first, let kind = kind(first) ?? kindByStatus else { return nil }
        return VenueRefusal(
            kind: kind,
            words: "error " + errors.map { quoted($0) }.joined(separator: ", ")
        )
    }

    private func kind(_ error: String) -> VenueRefusal.Kind? {
        let parts = error.split(separator: ":").map { String($0.trimmed) }
        let text = parts.count > 1 ? parts[1] : ""
        let detail = parts.count > 2 ? parts[2] : nil
        return switch (parts.first ?? "", text) {
        case ("EQuery", "Unknown asset pair"): .unknownSymbol
        // Of the arguments that are sent only the interval can be wrong without other words.
        case ("EGeneral", "Invalid arguments") where (detail ?? "interval") == "interval":
            .unknownInterval
        case ("EAPI", "Rate limit exceeded"), ("EGeneral", "Too many requests"):
            .rateLimited(nil)
        case ("EGeneral", "Temporary lockout"): .rateLimited(.seconds(900))
        case ("EService", "Throttled"): .rateLimited(detail.flatMap(pause))
        case ("EService", _), ("EGeneral", "Internal error"): .transient
        default: nil
        }
    }

    /// What an unknown error means: faults of the server show in the status.
    private var kindByStatus: VenueRefusal.Kind? {
        [.success, .clientError].contains(response.status.kind) ? .wrong : nil
    }

    /// The pause until the second that the venue names; a second where that is now or over.
    private func pause(until text: String) -> Duration? {
        guard let second = Int64(text), (0...253_402_300_799).contains(second) else { return nil }
        let pause = RetryAfter.pause(
            untilUnixMilliseconds: second * 1_000,
            response,
            unixSeconds: Timestamp.now.milliseconds / 1_000
        )
        return max(.seconds(1), pause)
    }
}

extension Substring {
    /// The text without spaces around it.
    fileprivate var trimmed: Substring {
        let rest = drop { $0 == " " }
        guard let last = rest.lastIndex(where: { $0 != " " }) else { return rest }
        return rest[...last]
    }
}
