import Synchronization

/// Sends requests over another transport and writes every exchange into a folder.
///
/// The folder holds `exchanges.jsonl`, with one JSON object a line, and the decompressed bodies in
/// `bodies`; ``ReplayTransport`` answers from it. A line is written whole when its exchange ended.
/// Keys are masked in URLs and wherever an answer repeats them; request headers and cookies are not
/// recorded. Transfers without an answer are recorded too, cancelled ones are not.
public final class RecordingTransport: HTTPTransport {
    private struct State: ~Copyable {
        var folder: RecordingFolder?
        /// The first failure; nothing is recorded after it.
        var failure: HTTPError?
    }

    private let transport: any HTTPTransport
    private let clock: any HTTPClock
    private let state: Mutex<State>

    /// Begins a recording.
    ///
    /// - Parameters:
    ///   - transport: Sends the requests.
    ///   - folder: Where to record; made where it is missing.
    ///   - clock: The time that is written down.
    /// - Throws: ``HTTPError`` with code `recording` where the folder holds a recording already or
    ///   cannot be written.
    public init(
        _ transport: any HTTPTransport,
        into folder: String,
        clock: any HTTPClock = SystemHTTPClock()
    ) throws(HTTPError) {
        self.transport = transport
        self.clock = clock
        state = Mutex(State(folder: try RecordingFolder(creating: folder), failure: nil))
    }

    /// Sends `request` once and records what became of it.
    ///
    /// - Throws: ``HTTPError``: that of the other transport, `recording` where the exchange could
    ///   not be written, or `closed`.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let (start, at) = (clock.now, clock.unixSeconds)
        do throws(HTTPError) {
            let response = try await transport.send(request)
            let taken = start.duration(to: clock.now)
            let exchange = RecordedExchange(request, response, at: at, taken: taken)
            let body = RequestSecrets(request).masked(response.body) ?? response.body
            try record(exchange, body)
            return response
        } catch {
            guard ![.cancelled, .closed, .recording].contains(error.code) else { throw error }
            let taken = start.duration(to: clock.now)
            try record(RecordedExchange(request, error, at: at, taken: taken), nil)
            throw error
        }
    }

    /// Ends the recording and waits until the disk has it; closing twice is allowed.
    ///
    /// - Throws: ``HTTPError`` with code `recording` where any exchange could not be written.
    public func close() throws(HTTPError) {
        let failure = state.withLock { (state) -> HTTPError? in
            guard let folder = state.folder.take() else { return state.failure }
            do throws(HTTPError) {
                try folder.synchronize()
            } catch {
                state.failure = state.failure ?? error
            }
            return state.failure
        }
        if let failure { throw failure }
    }

    private func record(_ exchange: RecordedExchange, _ body: HTTPBody?) throws(HTTPError) {
        let failure = state.withLock { (state) -> HTTPError? in
            if let failure = state.failure { return failure }
            do throws(HTTPError) {
                guard state.folder != nil else { return Self.closed }
                try state.folder?.add(exchange, body)
                return nil
            } catch {
                state.failure = error
                return error
            }
        }
        if let failure { throw failure }
    }

    private static var closed: HTTPError {
        HTTPError(.closed, "the recording was closed before the answer came")
    }
}
