import CLibpq

/// The COPY side of a connection.
extension ConnectionHandle {
    /// Which way the rows go.
    enum CopyDirection: String {
        case into = "copy rows in"
        case out = "copy rows out"

        fileprivate var kind: ResultHandle.Kind { self == .into ? .copyIn : .copyOut }
    }

    /// Starts a COPY and makes sure that it is the binary one that was meant.
    func beginCopy(_ sql: String, _ direction: CopyDirection) throws(PostgresError) {
        let result = try run(sql, doing: direction.rawValue)
        guard result.kind == direction.kind, result.isBinaryCopy else {
            leaveCopy(result)
            let wanted = direction == .into ? "FROM STDIN" : "TO STDOUT"
            throw PostgresError(
                code: .invalidArgument,
                message: "\(direction.rawValue): the statement was not COPY … \(wanted) "
                    + "(FORMAT binary)",
                statement: sql
            )
        }
    }

    /// Ends a COPY that a plain statement started by mistake.
    func refuseCopy(_ result: ResultHandle, statement: String) throws(PostgresError) {
        guard result.kind == .copyIn || result.kind == .copyOut else { return }
        leaveCopy(result)
        throw PostgresError(
            code: .invalidArgument,
            message: "run a statement: COPY with STDIN or STDOUT needs copyIn or copyOut",
            statement: statement
        )
    }

    private func leaveCopy(_ result: ResultHandle) {
        switch result.kind {
        case .copyIn: abandonCopyIn()
        case .copyOut: abandonCopyOut()
        default: break
        }
    }

    // MARK: - In

    /// Sends bytes; libpq cuts them into messages as it likes.
    func put(_ bytes: UnsafeRawBufferPointer, statement: String) throws(PostgresError) {
        let limit = 1 << 28
        var offset = 0
        while offset < bytes.count {
            let count = min(bytes.count - offset, limit)
            let start = bytes.baseAddress?.advanced(by: offset)
            let sent = PQputCopyData(
                connection,
                start?.assumingMemoryBound(to: CChar.self),
                Int32(count)
            )
            guard sent == 1 else { throw lastWords(.into, statement: statement) }
            offset += count
        }
    }

    /// Ends the rows and returns how many the server took.
    func endCopyIn(statement: String) throws(PostgresError) -> Int {
        guard PQputCopyEnd(connection, nil) == 1 else {
            throw lastWords(.into, statement: statement)
        }
        return try drain(.into, statement: statement).affectedRowCount
    }

    /// Gives the rows up; the connection is free for the next statement afterwards.
    func abandonCopyIn() {
        _ = PQputCopyEnd(connection, "the sender gave up before the last row")
        _ = remainingResults()
    }

    // MARK: - Out

    /// Hands each message of a COPY to `body` and frees it.
    func eachCopyMessage(
        statement: String,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &buffer, 0)
            guard length >= 0 else { break }
            defer { PQfreemem(buffer) }
            try body(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
        }
        _ = try drain(.out, statement: statement)
    }

    /// Stops the server and drops what is on its way.
    func abandonCopyOut() {
        guard PQtransactionStatus(connection) == PQTRANS_ACTIVE else { return }
        if let cancel = PQgetCancel(connection) {
            var complaint = [CChar](repeating: 0, count: 256)
            _ = PQcancel(cancel, &complaint, Int32(complaint.count))
            PQfreeCancel(cancel)
        }
        var buffer: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(connection, &buffer, 0) >= 0 {
            PQfreemem(buffer)
            buffer = nil
        }
        _ = remainingResults()
    }

    // MARK: - The end of a COPY

    private func drain(
        _ direction: CopyDirection,
        statement: String
    ) throws(PostgresError) -> ResultHandle {
        let results = remainingResults()
        if let failed = results.first(where: { $0.kind == .failed }) {
            throw failure(failed, doing: direction.rawValue, statement: statement)
        }
        guard let last = results.last else {
            throw failure(nil, doing: direction.rawValue, statement: statement)
        }
        return last
    }

    /// What the server said before a write failed, or libpq's own words.
    private func lastWords(_ direction: CopyDirection, statement: String) -> PostgresError {
        let own = errorMessage
        let failed = remainingResults().first { $0.kind == .failed }
        let error = failure(failed, doing: direction.rawValue, statement: statement)
        guard failed == nil else { return error }
        return PostgresError(
            code: isOpen ? .protocolViolation : .connectionLost,
            message: "\(direction.rawValue): \(own.singleLine(cutTo: 400))",
            statement: statement,
            hint: error.hint
        )
    }

    private func remainingResults() -> [ResultHandle] {
        var results: [ResultHandle] = []
        while let result = PQgetResult(connection) {
            let handle = ResultHandle(result)
            results.append(handle)
            // libpq repeats these two for as long as nobody ends the COPY.
            if handle.kind == .copyOut { break }
            if handle.kind == .copyIn, PQputCopyEnd(connection, "the sender gave up") != 1 { break }
        }
        return results
    }
}
