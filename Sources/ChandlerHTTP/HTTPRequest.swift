/// A request for one absolute http or https URL.
///
/// Only GET requests follow redirects: what is sent is meant for one address.
public struct HTTPRequest: Sendable, Equatable {
    /// What is asked of the server.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Fetches; without a body.
        case get = "GET"
        /// Hands over a body.
        case post = "POST"
        /// Puts a body in the place of what the URL names.
        case put = "PUT"
    }

    /// What is asked of the server.
    public let method: Method
    /// The absolute URL, already percent-encoded; it may hold a secret, see ``shownURL``.
    public let url: String
    /// Headers besides those that the client adds itself.
    public let headers: HTTPHeaders
    /// What is sent, uncompressed; empty for GET.
    public let body: [UInt8]
    /// Time-outs for this request alone, or nil for the client's.
    public let timeouts: HTTPTimeouts?
    /// Whether path and query are a secret as a whole, as those of webhooks are.
    public let hidesPath: Bool

    /// Makes a GET request; the URL is judged when it is sent.
    public init(url: String, headers: HTTPHeaders = [:], timeouts: HTTPTimeouts? = nil) {
        method = .get
        self.url = url
        self.headers = headers
        body = []
        self.timeouts = timeouts
        hidesPath = false
    }

    /// Makes a request that sends a body; the URL is judged when it is sent.
    ///
    /// - Parameters:
    ///   - method: POST or PUT; GET sends no body.
    ///   - url: The absolute URL, already percent-encoded.
    ///   - body: What is sent as it is; `Content-Type` belongs into `headers`.
    ///   - headers: Headers besides those that the client adds itself.
    ///   - timeouts: Time-outs for this request alone.
    ///   - hidesPath: Whether path and query are never shown, because they are the key themselves.
    public init(
        _ method: Method,
        url: String,
        body: [UInt8],
        headers: HTTPHeaders = [:],
        timeouts: HTTPTimeouts? = nil,
        hidesPath: Bool = false
    ) {
        precondition(method != .get || body.isEmpty, "Invariant: GET sends no body")
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.hidesPath = hidesPath
    }

    /// The URL as it may be shown: no user name, no password, no secret parameter.
    public var shownURL: String { hidesPath ? Redaction.host(url) : Redaction.url(url) }

    /// Whether a header carries a key; such a request follows no redirect.
    ///
    /// Curl would send the header on to the host that the redirect names.
    var carriesSecretHeader: Bool {
        headers.fields.contains { Redaction.isSecret(headerName: $0.name) }
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `GET <url>` without secrets.
    public var description: String { "\(method.rawValue) \(shownURL)" }

    /// The same as `description`, so that no debug print shows a secret.
    public var debugDescription: String { description }

    /// A mirror without secrets, for `dump`; of a body it says the size.
    public var customMirror: Mirror {
        let children: KeyValuePairs<String, Any> = [
            "method": method, "url": shownURL, "headers": headers.description,
            "bodyBytes": body.count,
        ]
        return Mirror(self, children: children)
    }
}
