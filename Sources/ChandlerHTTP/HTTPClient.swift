import CLibcurl
import Glibc
import Synchronization

/// Fetches over HTTP/1.1 and HTTP/2 with libcurl: one thread, many transfers, kept connections.
///
/// Sends each request once; ``RequestRunner`` adds retries and limits. Certificates and host names
/// are always verified. Bodies are decompressed. Redirects stay within http and https, never leave
/// https, and are not followed by requests that carry a key in a header.
///
/// A cut body is noticed where the server announced its length or sent it in pieces; a body that
/// ends with the connection cannot be told from a cut one and must be checked by its reader.
public final class HTTPClient: HTTPTransport {
    private let loop: TransferLoop
    private let thread: Mutex<pthread_t?>

    /// Starts the transfer thread.
    ///
    /// - Throws: ``HTTPError`` with code `other` where curl or the thread cannot be started.
    public init(_ options: HTTPClientOptions) throws(HTTPError) {
        guard CurlGlobal.result == CURLE_OK else {
            throw HTTPError(.other, "start the HTTP client: \(CurlError(CurlGlobal.result).words)")
        }
        guard let multi = CurlMulti(connectionsPerHost: options.transfersPerHost) else {
            throw HTTPError(.other, "start the HTTP client: curl has no memory")
        }
        loop = TransferLoop(multi: multi, options: options)
        thread = Mutex(try Self.startThread(loop))
    }

    /// Ends the thread; no transfer can be running, because each holds the client.
    deinit {
        loop.requestStop()
        joinThread()
    }

    /// Sends `request` once and returns the whole answer, whatever its status.
    ///
    /// Cancelling the task ends the transfer. Redirects count as one transfer.
    ///
    /// - Throws: ``HTTPError`` with a code from curl's result, `badHeader`, `cancelled` or `closed`.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try request.validate()
        let id = loop.nextID()
        let loop = self.loop
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { reply in
                loop.submit(Submission(id: id, request: request, reply: reply))
            }
        } onCancel: {
            loop.cancel(id)
        }
        return try answer.get()
    }

    /// Ends running transfers with the code `closed`, refuses new ones and joins the thread.
    ///
    /// Closing twice is allowed.
    public func close() async {
        loop.requestStop()
        await loop.waitUntilStopped()
        joinThread()
    }

    private func joinThread() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        pthread_join(thread, nil)
    }

    private static func startThread(_ loop: TransferLoop) throws(HTTPError) -> pthread_t {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(loop)
        let result = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue()
                blockSignals()
                loop.run()
                return nil
            },
            retained.toOpaque()
        )
        guard result == 0 else {
            retained.release()
            throw HTTPError(
                .other,
                "start the HTTP client: no thread (errno \(result), \(String(cString: strerror(result))))"
            )
        }
        return thread
    }
}

/// Keeps signals for the program's own threads; SIGPIPE of a lost connection ends nothing here.
private func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
}
