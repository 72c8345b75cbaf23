/// What a venue says about an answer.
public enum ResponseVerdict: Sendable {
    /// The answer is what was asked for.
    case accept
    /// Send the request again; `after` is the least pause, nil leaves it to the policy.
    case retry(reason: String, after: Duration?)
    /// The request is wrong and stays wrong; the cause is passed on in the error.
    case fail(reason: String, cause: (any Error)? = nil)
    /// This host does not serve this client, another may.
    case nextHost(reason: String)
    /// The limit was passed: no request may be sent for `pause`, nil leaves it to the policy.
    case rateLimited(reason: String, pause: Duration?)

    /// Judges an answer by its status alone.
    ///
    /// A venue with rules of its own calls this for the answers that they do not cover.
    ///
    /// - Parameters:
    ///   - response: Any answer.
    ///   - unixSeconds: The local wall clock, for a `Retry-After` date in an answer without `Date`.
    /// - Returns: What the status alone asks for.
    public static func byStatus(_ response: HTTPResponse, unixSeconds: Int64) -> Self {
        let pause = RetryAfter.pause(response, unixSeconds: unixSeconds)
        let reason = response.summary
        switch response.status.kind {
        // The request asks for what the server will never do.
        case .serverError where [501, 505].contains(response.status): return .fail(reason: reason)
        case .success: return .accept
        case .rateLimited: return .rateLimited(reason: reason, pause: pause)
        case .refused: return .nextHost(reason: reason)
        case .transient, .serverError: return .retry(reason: reason, after: pause)
        case .informational, .redirect, .clientError, .unknown: return .fail(reason: reason)
        }
    }
}
