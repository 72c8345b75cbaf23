/// A GET request for one absolute http or https URL.
public struct HTTPRequest: Sendable, Equatable {
    /// The absolute URL, already percent-encoded; it may hold a secret, see ``shownURL``.
    public let url: String
    /// Headers besides those that the client adds itself.
    public let headers: HTTPHeaders
    /// Time-outs for this request alone, or nil for the client's.
    public let timeouts: HTTPTimeouts?

    /// Makes a request; the URL is judged when it is sent.
    public init(url: String, headers: HTTPHeaders = [:], timeouts: HTTPTimeouts? = nil) {
        self.url = url
        self.headers = headers
        self.timeouts = timeouts
    }

    /// The URL as it may be shown: no user name, no password, no secret parameter.
    public var shownURL: String { Redaction.url(url) }

    /// Whether a header carries a key; such a request follows no redirect.
    ///
    /// Curl would send the header on to the host that the redirect names.
    var carriesSecretHeader: Bool {
        headers.fields.contains { Redaction.isSecret(headerName: $0.name) }
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `GET <url>` without secrets.
    public var description: String { "GET \(shownURL)" }

    /// The same as `description`, so that no debug print shows a secret.
    public var debugDescription: String { description }

    /// A mirror without secrets, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["url": shownURL, "headers": headers.description])
    }
}
