/// Sends one request and returns the whole answer: the seam between retries and the network.
///
/// ``HTTPClient`` is the real one; tests and recordings bring their own.
public protocol HTTPTransport: Sendable {
    /// Sends `request` once, without retrying.
    ///
    /// - Throws: ``HTTPError`` where no whole answer arrived; any status is an answer. A cancelled
    ///   task ends with the code `cancelled`.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
