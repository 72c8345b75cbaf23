/// One failed attempt with all that follows from it, before retrying is decided.
struct AttemptFailure {
    /// What retrying looks at.
    let outcome: AttemptOutcome
    /// The code of the error if this attempt was the last.
    let code: HTTPError.Code
    /// What happened, in words; the request is not repeated in them.
    let words: String
    /// What it says about the host; nil where it says nothing.
    var host: HostFailure?
    var status: HTTPStatus?
    var curlCode: Int?
    var cause: (any Error)?
}

extension AttemptFailure {
    /// No whole answer arrived.
    init(_ error: HTTPError) {
        let host: HostFailure? =
            switch error.code {
            case _ where error.code.isConnectFailure: .noAnswer(error.reason)
            case .timedOut, .cutConnection: .serverError(error.reason)
            default: nil
            }
        self.init(
            outcome: .noAnswer(error.code),
            code: error.code,
            words: error.reason,
            host: host,
            status: error.context.status,
            curlCode: error.context.curlCode,
            cause: error
        )
    }

    /// The body of an accepted answer could not be read.
    init(unreadable response: HTTPResponse, cause: any Error) {
        self.init(
            outcome: .unreadableBody,
            code: .decoding,
            words: "\(response.status) with a body that could not be read (\(cause)); "
                + "it begins with \(response.body.excerpt())",
            status: response.status,
            cause: cause
        )
    }

    /// The venue did not accept the answer; nil where it did.
    init?(_ verdict: ResponseVerdict, _ response: HTTPResponse) {
        let isServerError = response.status.kind == .serverError
        switch verdict {
        case .accept:
            return nil
        case .retry(let reason, let pause):
            self.init(
                outcome: .venueAsked(retryAfter: pause),
                code: .serverFailed,
                words: reason,
                host: isServerError ? .serverError(reason) : nil
            )
        case .fail(let reason, let cause):
            self.init(
                outcome: .noAnswer(.rejected),
                code: .rejected,
                words: reason,
                cause: cause
            )
        case .nextHost(let reason):
            self.init(
                outcome: .noAnswer(.refused),
                code: .refused,
                words: reason,
                host: .refused(reason)
            )
        case .rateLimited(let reason, let pause):
            self.init(
                outcome: .rateLimited(retryAfter: pause),
                code: .rateLimited,
                words: reason
            )
        }
        status = response.status
    }
}
