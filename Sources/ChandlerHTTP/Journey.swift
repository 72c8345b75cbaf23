/// What one fetch has been through, over all its attempts.
struct Journey {
    let request: PathRequest
    var attempts = 0
    var lastHost: String?
    /// The departure of the last attempt that was answered with 403.
    var forbidden: UInt64?
    /// Begins with the first attempt, so that waiting for the limit before it costs no patience.
    var retries: RetryState?

    /// Begins before the first attempt.
    init(_ request: PathRequest) {
        self.request = request
    }

    /// The error after the last attempt.
    ///
    /// - Parameters:
    ///   - failure: What went wrong in the last attempt.
    ///   - reason: Why there is no further one.
    ///   - host: Where the last attempt went.
    ///   - report: What each host answered, for an error about all of them.
    ///   - stop: Until when the host wants no requests, in words.
    /// - Returns: An error with the last attempt's code, or `unreachable`.
    func failed(
        _ failure: AttemptFailure,
        _ reason: GiveUpReason,
        host: String,
        report: String?,
        stop: String?
    ) -> HTTPError {
        let sent = request.request(to: host)
        var parts = ["\(sent): \(failure.words)"]
        if reason != .permanent { parts.append(reason.description) }
        if case .unreachable = reason, let report { parts.append(report) }
        if let stop { parts.append(stop) }
        return HTTPError(
            reason.code ?? failure.code,
            parts.joined(separator: "; "),
            context: HTTPError.Context(
                url: sent.url,
                curlCode: failure.curlCode,
                status: failure.status,
                attempts: attempts,
                retryAfter: reason.pause
            ),
            cause: failure.cause
        )
    }

    /// The error of a request that had no leave to be sent once more.
    func notSent(_ error: HTTPError) -> HTTPError {
        HTTPError(
            error.code,
            "\(request): \(error.message)",
            context: HTTPError.Context(attempts: attempts, retryAfter: error.context.retryAfter),
            cause: error
        )
    }

    /// The error when no host is left that serves this client.
    func allRefused(_ report: String, status: HTTPStatus?) -> HTTPError {
        HTTPError(
            .refused,
            "\(request): \(report); no host serves this client, which may be in a blocked country "
                + "or network",
            context: HTTPError.Context(status: status, attempts: attempts)
        )
    }

    /// Waits before the next attempt.
    func pause(_ pause: Duration, _ clock: any HTTPClock) async throws(HTTPError) {
        do throws(CancellationError) {
            try await clock.sleep(until: clock.now + pause)
        } catch {
            throw HTTPError(
                .cancelled,
                "\(request): cancelled between two attempts; nothing of the answer was kept",
                context: HTTPError.Context(attempts: attempts)
            )
        }
    }
}

extension GiveUpReason {
    /// The code that this reason puts in place of the last attempt's.
    fileprivate var code: HTTPError.Code? {
        if case .unreachable = self { .unreachable } else { nil }
    }

    fileprivate var pause: Duration? {
        if case .outOfPatience(_, let pause) = self { pause } else { nil }
    }
}
