import Synchronization

/// Answers requests from a recording, without any network.
///
/// A request is recognised by its path and query without secrets; the host does not matter. Answers
/// to one URL come in the order of the recording, and the last one again and again. A transfer that
/// failed in the recording fails in the same way.
public final class ReplayTransport: HTTPTransport {
    /// When the recording began, in seconds since 1970 UTC.
    public let startedAt: Int64

    private let recording: Recording
    /// How many answers to each URL were given.
    private let given = Mutex<[String: Int]>([:])

    /// Reads a recording; bodies are read when they are asked for.
    ///
    /// - Parameter folder: What ``RecordingTransport`` wrote.
    /// - Throws: ``HTTPError`` with code `recording`, naming the file and the line that is damaged.
    public init(from folder: String) throws(HTTPError) {
        recording = try Recording(folder)
        startedAt = recording.startedAt
    }

    /// Answers from the recording.
    ///
    /// - Throws: ``HTTPError``: what was recorded, `notRecorded` where the URL is not in the
    ///   recording, `recording` where a body is damaged, or `cancelled`.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard !Task.isCancelled else { throw HTTPError(.cancelled, request, "cancelled") }
        let key = RecordedExchange.key(request.url)
        guard let found = recording.exchanges(key) else {
            throw HTTPError(.notRecorded, request, recording.missing(key))
        }
        let number = given.withLock { given in
            given[key, default: 0] += 1
            return min(given[key, default: 1], found.count) - 1
        }
        let exchange = found[found.startIndex + number].exchange
        if let failure = exchange.failure {
            throw HTTPError(
                HTTPError.Code(rawValue: failure.code) ?? .other,
                request,
                failure.words,
                curlCode: failure.curlCode
            )
        }
        return HTTPResponse(
            status: HTTPStatus(rawValue: exchange.status ?? 0),
            headers: HTTPHeaders((exchange.headers ?? []).compactMap(RecordedHeaders.field)),
            body: try recording.body(found[number]),
            effectiveHost: exchange.host ?? "",
            timing: HTTPTiming(total: .milliseconds(exchange.milliseconds)),
            bytesOnWire: exchange.wireBytes ?? 0
        )
    }
}
