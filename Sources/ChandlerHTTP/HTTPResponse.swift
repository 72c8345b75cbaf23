/// A whole answer of a server, whatever its status.
public struct HTTPResponse: Sendable {
    /// The status of the last response, after redirects.
    public let status: HTTPStatus
    /// The headers of the last response.
    public let headers: HTTPHeaders
    /// The body after decompression.
    public let body: HTTPBody
    /// Host and port that answered, after redirects.
    public let effectiveHost: String
    /// The protocol version of the answer.
    public let version: HTTPVersion
    /// How long the transfer took.
    public let timing: HTTPTiming
    /// Bytes received: headers and the body as sent, compressed; without TLS framing.
    public let bytesOnWire: Int
    /// How many connections were opened for this transfer; 0 where one was reused.
    public let connectionsOpened: Int

    /// Makes a response; tests and recordings leave out what they do not know.
    public init(
        status: HTTPStatus,
        headers: HTTPHeaders = [:],
        body: HTTPBody = HTTPBody([]),
        effectiveHost: String = "",
        version: HTTPVersion = .http1_1,
        timing: HTTPTiming = HTTPTiming(),
        bytesOnWire: Int = 0,
        connectionsOpened: Int = 0
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.effectiveHost = effectiveHost
        self.version = version
        self.timing = timing
        self.bytesOnWire = bytesOnWire
        self.connectionsOpened = connectionsOpened
    }

    /// The server's clock in seconds since 1970 UTC from the `Date` header; nil without one.
    public var serverSeconds: Int64? {
        headers["Date"].flatMap(HTTPDate.unixSeconds)
    }

    /// Status and the start of the body, for a message.
    public var summary: String {
        body.isEmpty ? "\(status), empty body" : "\(status) \(body.excerpt())"
    }
}
