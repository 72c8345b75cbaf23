import ChandlerHTTP
import Synchronization
import Testing

/// Answers requests from a closure and remembers their URLs.
final class StubTransport: HTTPTransport {
    typealias Answer = @Sendable (HTTPRequest, Int) throws(HTTPError) -> HTTPResponse

    private let answer: Answer
    private let sent = Mutex<[String]>([])

    /// The closure's second argument counts requests from 1.
    init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    var urls: [String] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let number = sent.withLock { sent in
            sent.append(request.url)
            return sent.count
        }
        return try answer(request, number)
    }
}

/// An answer with a text as its body.
func response(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) -> HTTPResponse {
    HTTPResponse(
        status: HTTPStatus(rawValue: status),
        headers: headers,
        body: HTTPBody(text: body)
    )
}

/// The `HTTPError` that `body` throws, or nil where it returns.
func thrown<Value>(_ body: () async throws -> Value) async -> HTTPError? {
    do {
        _ = try await body()
        return nil
    } catch {
        guard let known = error as? HTTPError else {
            Issue.record("thrown was \(error)")
            return nil
        }
        return known
    }
}
