import NIOCore

/// A finished answer, before faults of the transport and compression.
struct Answer: Sendable {
    var status: Int
    var contentType: String
    /// Headers besides `Date`, `Content-Type`, `Content-Length` and `Content-Encoding`.
    var headers: [(name: String, value: String)] = []
    var body: ByteBuffer

    init(status: Int = 200, contentType: String = Answer.json, body: ByteBuffer) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    init(status: Int = 200, contentType: String = Answer.json, text: String) {
        self.init(status: status, contentType: contentType, body: ByteBuffer(string: text))
    }

    static let json = "application/json;charset=UTF-8"
    static let html = "text/html"

    /// The page a path gets that no venue has.
    static let notFound = Answer(
        status: 404,
        contentType: html,
        text: "<html><head><title>404 Not Found</title></head>"
            + "<body><center><h1>404 Not Found</h1></center></body></html>\n"
    )

    /// The page a proxy shows while a venue is down.
    static let maintenance = Answer(
        status: 503,
        contentType: html,
        text: "<html><head><title>503 Service Temporarily Unavailable</title></head>"
            + "<body><center><h1>503 Service Temporarily Unavailable</h1></center>"
            + "<hr><center>We are under maintenance</center></body></html>\n"
    )

    /// A JSON body that is none.
    static let garbage = "{\"code\":0,\"data\":[[1704067200000,\"4\u{1}<<<"
}
