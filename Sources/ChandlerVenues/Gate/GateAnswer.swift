import ChandlerCore
import ChandlerHTTP

/// An error of Gate, `{"label":"…","message":"…"}`; successes have no envelope.
struct GateAnswer {
    private struct Failure: Decodable {
        let label: String
        let message: String?
    }

    private let label: String
    private let message: String
    private let response: HTTPResponse

    /// Reads the error; `nil` where the body is none.
    init?(_ response: HTTPResponse) {
        guard let failure = try? response.body.decoded(as: Failure.self) else { return nil }
        label = failure.label
        message = failure.message ?? ""
        self.response = response
    }

    /// The error in the venue's words.
    var refusal: VenueRefusal {
        VenueRefusal(kind: kind, words: "label \(quoted(label)) \(quoted(message))")
    }

    private var kind: VenueRefusal.Kind {
        switch label {
        case "INVALID_CURRENCY_PAIR", "INVALID_CURRENCY": .unknownSymbol
        case "INVALID_PARAM_VALUE": wrongParameter
        case "TOO_MANY_REQUESTS": .rateLimited(pause)
        case "SERVER_ERROR", "INTERNAL": .transient
        case "FORBIDDEN": .blocked
        default: unknownLabel
        }
    }

    /// Several faults share a label; only the words tell them apart.
    private var wrongParameter: VenueRefusal.Kind {
        let words = message.lowercased()
        if words.contains("too long ago") { return .beyondReach }
        return words.contains("interval") ? .unknownInterval : .wrong
    }

    /// What the status asks for, where the label is none of those documented.
    private var unknownLabel: VenueRefusal.Kind {
        switch response.status.kind {
        case .rateLimited: .rateLimited(pause)
        case .transient, .serverError: .transient
        case .refused: .blocked
        default: .wrong
        }
    }

    /// The pause until the moment that the venue names in a header, by the venue's own clock.
    private var pause: Duration? {
        guard let now = response.serverSeconds,
            let reset = response.headers["X-Gate-RateLimit-Reset-Timestamp"].flatMap({ Int64($0) })
        else { return nil }
        let (milliseconds, overflow) = reset.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return nil }
        return RetryAfter.pause(
            untilUnixMilliseconds: milliseconds,
            response,
            unixSeconds: now
        )
    }
}
