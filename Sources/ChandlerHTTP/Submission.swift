/// A request with the place its answer goes to.
struct Submission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let reply: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
}
