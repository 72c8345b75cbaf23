/// A GET request without its host: path, query, headers and weight.
public struct PathRequest: Sendable, Equatable {
    /// One parameter of a query, not yet encoded.
    public struct Parameter: Sendable, Equatable {
        /// The name.
        public let name: String
        /// The value.
        public let value: String

        /// Makes a parameter.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The encoded path, beginning with a slash.
    public let path: String
    /// Headers of this request; they may hold a key.
    public let headers: HTTPHeaders
    /// What the venue counts for the request.
    public let weight: Int
    /// Time-outs for this request alone, or nil for the client's.
    public let timeouts: HTTPTimeouts?
    private let query: [Parameter]

    /// Makes a request from path segments, each of which is encoded.
    ///
    /// A segment from a user stays one segment, whatever it holds: `../x` becomes `%2E%2E%2Fx`.
    ///
    /// - Parameters:
    ///   - segments: The parts between the slashes.
    ///   - query: Parameters in the order in which they are sent; values are encoded.
    ///   - headers: Headers of this request.
    ///   - weight: What the venue counts for it.
    ///   - timeouts: Time-outs for this request alone.
    public init(
        segments: [String],
        query: [Parameter] = [],
        headers: HTTPHeaders = [:],
        weight: Int = 1,
        timeouts: HTTPTimeouts? = nil
    ) {
        path = segments.map { "/" + Self.encoded(segment: $0) }.joined()
        self.query = query
        self.headers = headers
        self.weight = weight
        self.timeouts = timeouts
    }

    /// Makes a request from a path that the program's own text holds, such as `/api/v3/klines`.
    public init(
        path: StaticString,
        query: [Parameter] = [],
        headers: HTTPHeaders = [:],
        weight: Int = 1,
        timeouts: HTTPTimeouts? = nil
    ) {
        self.path = "\(path)"
        self.query = query
        self.headers = headers
        self.weight = weight
        self.timeouts = timeouts
    }

    /// The request to a host.
    func request(to baseURL: String) -> HTTPRequest {
        HTTPRequest(url: baseURL + pathAndQuery, headers: headers, timeouts: timeouts)
    }

    private var pathAndQuery: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
        return path + "?" + pairs.joined(separator: "&")
    }

    /// Servers read a segment of dots alone as "here" or "up", so its dots are encoded too.
    private static func encoded(segment: String) -> String {
        let encoded = percentEncoded(segment)
        guard segment.hasPrefix(".") else { return encoded }
        return encoded.split(separator: ".", omittingEmptySubsequences: false)
            .joined(separator: "%2E")
    }
}

extension PathRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `GET <path and query>` without secrets.
    public var description: String { "GET \(Redaction.url(pathAndQuery))" }

    /// The same as `description`, so that no debug print shows a secret.
    public var debugDescription: String { description }

    /// A mirror without secrets, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["request": description, "headers": headers.description])
    }
}
