/// Why no accepted answer was received.
///
/// The message says what was being fetched, what happened and in curl's or the server's own words.
/// It never holds a key, a signature or a password.
public struct HTTPError: Error, Sendable {
    /// What happened, for callers that switch on it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The host name, or that of the proxy, has no address.
        case couldNotResolve
        /// Nobody accepted the connection.
        case couldNotConnect
        /// A connect, total or low-speed limit was passed.
        case timedOut
        /// The certificate, its host name or the local authorities were not accepted.
        case tls
        /// The TLS handshake failed for another reason than the certificate.
        case tlsHandshake
        /// The connection ended before the whole answer was there.
        case cutConnection
        /// The body is larger than the limit.
        case tooLarge
        /// More redirects than the limit.
        case tooManyRedirects
        /// The URL is malformed or its scheme, or that of a redirect, is not allowed.
        case badURL
        /// A header holds a line break or another control character.
        case badHeader
        /// The body could not be decompressed or read.
        case decoding
        /// The task was cancelled.
        case cancelled
        /// The client was closed.
        case closed
        /// The server answered that the request is wrong.
        case rejected
        /// Every host refuses this client (403, 451).
        case refused
        /// The server kept failing (5xx).
        case serverFailed
        /// The venue asks for a longer pause than the caller's patience.
        case rateLimited
        /// No host could be reached, each tried several times.
        case unreachable
        /// A recording cannot be written, or is damaged.
        case recording
        /// The recording that is replayed does not hold the URL.
        case notRecorded
        /// Anything else that curl reports.
        case other

        /// Whether the same request may succeed later without anybody changing something.
        public var isRetryable: Bool {
            switch self {
            case .couldNotResolve, .couldNotConnect, .timedOut, .tlsHandshake, .cutConnection,
                .decoding, .serverFailed, .rateLimited, .unreachable:
                true
            case .tls, .tooLarge, .tooManyRedirects, .badURL, .badHeader, .cancelled, .closed,
                .rejected, .refused, .recording, .notRecorded, .other:
                false
            }
        }

        /// Whether no connection to the host was made, so that another host may do better.
        public var isConnectFailure: Bool {
            switch self {
            case .couldNotResolve, .couldNotConnect, .tlsHandshake: true
            default: false
            }
        }
    }

    /// Facts about the failed request.
    public struct Context: Sendable, Equatable {
        /// The URL without secrets; nil where none was chosen yet.
        public let url: String?
        /// The CURLcode; nil where curl did not fail.
        public let curlCode: Int?
        /// The status of the last answer; nil where there was none.
        public let status: HTTPStatus?
        /// How often the request was sent.
        public let attempts: Int
        /// How long the venue asked to wait; nil where it did not.
        public let retryAfter: Duration?

        /// Collects the facts; the URL is stripped of secrets here.
        public init(
            url: String? = nil,
            curlCode: Int? = nil,
            status: HTTPStatus? = nil,
            attempts: Int = 1,
            retryAfter: Duration? = nil
        ) {
            self.url = url.map(Redaction.url)
            self.curlCode = curlCode
            self.status = status
            self.attempts = attempts
            self.retryAfter = retryAfter
        }
    }

    /// What happened.
    public let code: Code
    /// One sentence for a person.
    public let message: String
    /// Facts about the failed request.
    public let context: Context
    /// The error behind this one, for example that of a parser.
    public let cause: (any Error)?
    /// The message without the request, for a sentence that names it already.
    let reason: String

    /// Makes an error; callers keep secrets out of `message`.
    public init(
        _ code: Code,
        _ message: String,
        context: Context = Context(),
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.context = context
        self.cause = cause
        reason = message
    }

    /// Makes an error about one request; the message is the request and the reason.
    init(
        _ code: Code,
        _ request: HTTPRequest,
        _ reason: String,
        curlCode: Int? = nil,
        status: HTTPStatus? = nil
    ) {
        self.code = code
        self.reason = reason
        message = "\(request): \(reason)"
        context = Context(url: request.shownURL, curlCode: curlCode, status: status)
        cause = nil
    }

    /// Whether the same request may succeed later without anybody changing something.
    public var isRetryable: Bool { code.isRetryable }
}

extension HTTPError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
