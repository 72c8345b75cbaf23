/// How a request ended, as far as the next ones to the same host are concerned.
enum Arrival: Sendable, Equatable {
    /// The host answered within its strength.
    case answered
    /// The host was too slow or failed (5xx, time-out).
    case overloaded
    /// A limit was passed (429): all requests wait; `named` is the pause that the host asked for.
    case limited(named: Duration?, guess: Duration)
    /// The client is shut out for a while (418, or 403 from a host that had served it).
    case banned(named: Duration?, guess: Duration)
    /// Nothing is known: cancelled, not sent, or no connection.
    case unknown
}

extension Arrival {
    /// What an answer means.
    init(_ verdict: ResponseVerdict, _ status: HTTPStatus, _ policy: RetryPolicy) {
        self =
            switch verdict {
            case .accept: .answered
            case .fail: status.kind == .serverError ? .overloaded : .answered
            case .retry: .overloaded
            case .nextHost: .unknown
            case .rateLimited(_, let pause) where [403, 418].contains(status):
                .banned(named: pause, guess: policy.banPause)
            case .rateLimited(_, let pause):
                .limited(named: pause, guess: policy.rateLimitPause)
            }
    }

    /// What a transfer without an answer means.
    init(_ error: HTTPError) {
        self = error.code == .timedOut ? .overloaded : .unknown
    }
}
