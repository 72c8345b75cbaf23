/// An HTTP status code and what it usually asks of a client.
public struct HTTPStatus: Sendable, Hashable, RawRepresentable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    /// What a status asks of a client when the venue has no rule of its own.
    public enum Kind: Sendable, Hashable {
        /// 1xx.
        case informational
        /// 2xx.
        case success
        /// 3xx that was not followed.
        case redirect
        /// 429 and 418: all requests to the host must pause.
        case rateLimited
        /// 403 and 451: this host does not serve this client; another one may.
        case refused
        /// 408 and 425: the same request may be sent again.
        case transient
        /// Any other 4xx: the request is wrong and stays wrong.
        case clientError
        /// 5xx: unknown state, to be tried again.
        case serverError
        /// Outside 100 to 599.
        case unknown
    }

    /// The number in the status line.
    public let rawValue: Int

    /// Takes any number, as a server may send any.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Takes a number from the source text.
    public init(integerLiteral value: Int) {
        rawValue = value
    }

    /// What the status usually asks of a client.
    public var kind: Kind {
        switch rawValue {
        case 100...199: .informational
        case 200...299: .success
        case 300...399: .redirect
        case 418, 429: .rateLimited
        case 403, 451: .refused
        case 408, 425: .transient
        case 400...499: .clientError
        case 500...599: .serverError
        default: .unknown
        }
    }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { kind == .success }

    /// `HTTP 451 Unavailable For Legal Reasons`; only the number where the words are not known.
    public var description: String {
        Self.words[rawValue].map { "HTTP \(rawValue) \($0)" } ?? "HTTP \(rawValue)"
    }

    private static let words: [Int: String] = [
        200: "OK", 204: "No Content", 301: "Moved Permanently", 302: "Found",
        304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        408: "Request Timeout", 410: "Gone", 418: "I'm a teapot", 422: "Unprocessable Content",
        425: "Too Early", 429: "Too Many Requests", 451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]
}
