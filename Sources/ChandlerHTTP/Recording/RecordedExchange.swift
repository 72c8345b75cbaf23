/// One request and what became of it, as a line of a recording; it holds no secret.
struct RecordedExchange: Codable, Equatable {
    /// A transfer without an answer.
    struct Failure: Codable, Equatable {
        /// The name of the ``HTTPError/Code``.
        var code: String
        /// What happened, in words.
        var words: String
        /// The CURLcode, where curl failed.
        var curlCode: Int?
    }

    /// Counted from 1, in the order in which exchanges ended.
    var sequence: Int
    var method = "GET"
    /// The URL without secrets.
    var url: String
    /// When the request was sent, by the wall clock, in the form of RFC 3339.
    var at: String
    /// How long the exchange took.
    var milliseconds: Int
    /// The status; nil where there was no answer.
    var status: Int?
    /// The headers that are kept, such as `Retry-After: 7`.
    var headers: [String]?
    /// Host and port that answered, after redirects.
    var host: String?
    /// Bytes received as sent.
    var wireBytes: Int?
    /// The file with the decompressed body, within the folder; nil where the body is empty.
    var body: String?
    /// How many bytes that file holds.
    var bodyBytes: Int?
    /// The FNV-1a hash of these bytes, in hexadecimal digits.
    var bodyHash: String?
    /// Why there was no answer; nil where there was one.
    var failure: Failure?
}

extension RecordedExchange {
    /// What is recorded of an answer, but for its body.
    init(_ request: HTTPRequest, _ response: HTTPResponse, at: Int64, taken: Duration) {
        let secrets = RequestSecrets(request)
        self.init(
            sequence: 0,
            method: request.method.rawValue,
            url: request.shownURL,
            at: HTTPDate.rfc3339(at),
            milliseconds: taken.wholeMilliseconds,
            status: response.status.rawValue,
            headers: response.headers.fields.filter { RecordedHeaders.isKept($0.name) }
                .map { "\($0.name): \(secrets.masked($0.value))" },
            host: response.effectiveHost,
            wireBytes: response.bytesOnWire
        )
    }

    /// What is recorded of a transfer without an answer.
    init(_ request: HTTPRequest, _ error: HTTPError, at: Int64, taken: Duration) {
        self.init(
            sequence: 0,
            method: request.method.rawValue,
            url: request.shownURL,
            at: HTTPDate.rfc3339(at),
            milliseconds: taken.wholeMilliseconds,
            failure: Failure(
                code: error.code.rawValue,
                words: RequestSecrets(request).masked(error.reason),
                curlCode: error.context.curlCode
            )
        )
    }

    /// What a request is recognised by: path and query without secrets, whatever the host.
    var key: String { Self.key(url) }

    /// The key of a URL that may hold a secret.
    static func key(_ url: String) -> String {
        let parts = URLParts(Redaction.url(url))
        return parts.query.map { "\(parts.path)?\($0)" } ?? parts.path
    }
}
