import Glibc

/// What an ``HTTPClient`` is allowed to do.
public struct HTTPClientOptions: Sendable {
    /// Sent as `User-Agent`, for example `chandler/1.0.0`.
    public let userAgent: String
    /// Limits for requests that bring none of their own.
    public let timeouts: HTTPTimeouts
    /// The largest body that is accepted, in bytes after decompression.
    public let maximumBodyBytes: Int
    /// How many transfers to one host may run at a time; the others wait in order.
    public let transfersPerHost: Int
    /// How many redirects are followed for one request.
    public let maximumRedirects: Int
    /// PEM file of the authorities to trust, or nil for those that curl was built with.
    public let certificateFile: String?

    /// Makes options.
    ///
    /// - Parameters:
    ///   - userAgent: Sent as `User-Agent`.
    ///   - timeouts: Limits for requests that bring none of their own.
    ///   - maximumBodyBytes: The largest body after decompression.
    ///   - transfersPerHost: How many transfers to one host may run at a time, at least 1.
    ///   - maximumRedirects: How many redirects are followed for one request.
    ///   - certificateFile: PEM file of the authorities to trust; wins over the environment.
    ///   - environment: Looks up `CURL_CA_BUNDLE` and then `SSL_CERT_FILE`, which libcurl itself
    ///     does not read. Proxy variables are read by curl.
    public init(
        userAgent: String,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        maximumBodyBytes: Int = 64 << 20,
        transfersPerHost: Int = 8,
        maximumRedirects: Int = 5,
        certificateFile: String? = nil,
        environment: (String) -> String? = Self.processEnvironment
    ) {
        precondition(transfersPerHost > 0, "Invariant: at least one transfer per host")
        precondition(maximumBodyBytes >= 0, "Invariant: the body limit is not negative")
        self.userAgent = userAgent
        self.timeouts = timeouts
        self.maximumBodyBytes = maximumBodyBytes
        self.transfersPerHost = transfersPerHost
        self.maximumRedirects = maximumRedirects
        self.certificateFile =
            [certificateFile, environment("CURL_CA_BUNDLE"), environment("SSL_CERT_FILE")]
            .compactMap { $0 }.first { !$0.isEmpty }
    }

    /// A variable of this process.
    public static func processEnvironment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
