extension PostgresConnection {
    /// Streams rows into a table with a binary COPY.
    ///
    /// All rows are kept or none: after any error, whoever threw it, the server holds nothing of
    /// this COPY and the connection is free for the next statement. The server judges rows when it
    /// has them, so its refusal of an early row may surface only after `body` is done. Cancelling
    /// works by throwing from `body`.
    ///
    /// **Shape:** one buffer, sent whenever it is fuller than `bufferSize`; memory does not grow
    /// with the number of rows.
    /// **Source:** PostgreSQL manual, "COPY", Binary Format.
    ///
    /// - Parameters:
    ///   - copySQL: `COPY table (columns) FROM STDIN (FORMAT binary)`, with FREEZE if wanted.
    ///   - bufferSize: Bytes to gather before they are sent; 64 to 256 kB is best.
    ///   - body: Writes the rows.
    /// - Returns: How many rows the server took.
    /// - Throws: The error of `body` as it is, or ``PostgresError``: the server's refusal,
    ///   `fieldCountMismatch`, `connectionLost`.
    @discardableResult
    public func copyIn(
        _ copySQL: String,
        bufferSize: Int = 128 << 10,
        _ body: (inout BinaryCopyWriter) throws -> Void
    ) throws -> Int {
        try handle.beginCopy(copySQL, .into)
        do {
            var writer = BinaryCopyWriter(
                sink: CopySink(handle, statement: copySQL),
                flushThreshold: bufferSize
            )
            try body(&writer)
            try writer.finish()
        } catch {
            handle.abandonCopyIn()
            throw error
        }
        return try handle.endCopyIn(statement: copySQL)
    }

    /// Streams rows out of the server with a binary COPY, one at a time.
    ///
    /// When `row` throws, the statement is cancelled on the server, which fails a transaction that it
    /// was part of.
    ///
    /// **Shape:** one row in memory at a time.
    ///
    /// - Parameters:
    ///   - copySQL: `COPY (SELECT …) TO STDOUT (FORMAT binary)`.
    ///   - row: Called for each row; what it is given is valid during the call only.
    /// - Returns: How many rows there were.
    /// - Throws: The error of `row` as it is, or ``PostgresError``.
    @discardableResult
    public func copyOut(
        _ copySQL: String,
        _ row: (borrowing BinaryCopyRow) throws -> Void
    ) throws -> Int {
        try handle.beginCopy(copySQL, .out)
        var reader = BinaryCopyReader()
        do {
            try handle.eachCopyMessage(statement: copySQL) { message in
                try reader.read(message, row)
            }
            try reader.finish()
        } catch {
            handle.abandonCopyOut()
            throw error
        }
        return reader.rowCount
    }
}
