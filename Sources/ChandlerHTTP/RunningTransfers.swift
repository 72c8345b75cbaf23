import CLibcurl

/// The transfers that the thread works on; used by the transfer thread alone.
struct RunningTransfers {
    private static let idleHandlesKept = 32
    /// Only a bound: curl's own limits and ``CurlMulti/wakeUp()`` end a wait earlier.
    private static let longestWait: Int32 = 60_000

    private let multi: CurlMulti
    private let options: HTTPClientOptions
    private var queue: TransferQueue
    private var waiting: [UInt64: Submission] = [:]
    private var active: [UInt64: Transfer] = [:]
    private var idByHandle: [UnsafeMutableRawPointer: UInt64] = [:]
    private var idle: [CurlEasy] = []

    /// Begins with no transfer.
    init(multi: CurlMulti, options: HTTPClientOptions) {
        self.multi = multi
        self.options = options
        queue = TransferQueue(limit: options.transfersPerHost)
    }

    /// Starts a transfer, or lets it wait while its host is busy.
    mutating func accept(_ submission: Submission) {
        if queue.add(submission.id, origin: submission.origin) {
            start(submission)
        } else {
            waiting[submission.id] = submission
        }
    }

    /// Ends a transfer; its connection is closed unless others share it.
    mutating func cancel(_ id: UInt64) {
        if let submission = waiting.removeValue(forKey: id) {
            _ = queue.removeWaiting(id, origin: submission.origin)
            submission.reply.resume(returning: .failure(.cancelled(submission.request)))
        } else if let transfer = active[id] {
            end(transfer, .failure(.cancelled(transfer.submission.request)))
        }
    }

    /// Moves all transfers on, answers those that ended, and waits for more to do.
    mutating func moveOn() {
        let performed = multi.perform()
        while let (handle, result) = multi.nextFinished() {
            guard let id = idByHandle[handle], let transfer = active[id] else {
                preconditionFailure("Invariant: curl reports transfers that were started")
            }
            end(transfer, transfer.answer(result, certificateFile: options.certificateFile))
        }
        let polled = performed == CURLM_OK ? multi.poll(milliseconds: Self.longestWait) : performed
        if polled != CURLM_OK { failAll(polled) }
    }

    /// Ends everything because the client is being closed.
    mutating func closeAll() {
        endAll { .closed($0) }
        idle = []
    }

    /// Ends everything after curl itself failed, which no single transfer is to blame for.
    private mutating func failAll(_ result: CURLMcode) {
        let words = curl_multi_strerror(result).map { String(cString: $0) } ?? "unknown"
        endAll { request in
            HTTPError(
                .other,
                request,
                "curl stopped (CURLMcode \(result.rawValue), \(words)); "
                    + "nothing of the answer was kept"
            )
        }
    }

    private mutating func endAll(_ reason: (HTTPRequest) -> HTTPError) {
        for (id, submission) in waiting {
            _ = queue.removeWaiting(id, origin: submission.origin)
            submission.reply.resume(returning: .failure(reason(submission.request)))
        }
        waiting = [:]
        for transfer in Array(active.values) {
            end(transfer, .failure(reason(transfer.submission.request)))
        }
    }

    private mutating func start(_ submission: Submission) {
        do throws(CurlError) {
            let easy = try easyHandle()
            let transfer = try Transfer(submission, easy: easy, options: options)
            let added = multi.add(easy)
            guard added == CURLM_OK else { throw CurlError(CURLE_FAILED_INIT) }
            active[submission.id] = transfer
            idByHandle[easy.handle] = submission.id
        } catch {
            submission.reply.resume(
                returning: .failure(HTTPError(error, request: submission.request))
            )
            startNext(origin: submission.origin)
        }
    }

    private mutating func easyHandle() throws(CurlError) -> CurlEasy {
        if let used = idle.popLast() { return used }
        return try CurlEasy(options: options)
    }

    private mutating func end(_ transfer: Transfer, _ answer: Result<HTTPResponse, HTTPError>) {
        multi.remove(transfer.easy)
        active[transfer.submission.id] = nil
        idByHandle[transfer.easy.handle] = nil
        if idle.count < Self.idleHandlesKept { idle.append(transfer.easy) }
        transfer.submission.reply.resume(returning: answer)
        startNext(origin: transfer.submission.origin)
    }

    private mutating func startNext(origin: String) {
        guard let id = queue.finished(origin: origin) else { return }
        guard let next = waiting.removeValue(forKey: id) else {
            preconditionFailure("Invariant: a transfer in the line has a request")
        }
        start(next)
    }
}

extension Submission {
    /// What the bound on transfers counts by.
    var origin: String { URLParts(request.url).origin }
}
