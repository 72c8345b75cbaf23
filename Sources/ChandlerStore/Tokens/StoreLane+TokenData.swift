import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// Stores what sources said about tokens; a snapshot that is stored already stays as it is.
    ///
    /// One transaction. A row that the table cannot hold goes to `ingest_rejects` and does not keep
    /// the others out; a value that its column cannot hold is left out and named in `doubts`.
    ///
    /// - Parameters:
    ///   - rows: The snapshots, in any order.
    ///   - rejects: What the sources sent and nobody could read.
    ///   - runID: The run that does it.
    /// - Returns: What became of the rows; `rejects` is not counted.
    /// - Throws: ``StoreError``; nothing was kept.
    public func save(
        _ rows: [TokenRow],
        rejects: [TokenReject] = [],
        runID: Int64
    ) throws(StoreError) -> TokenSaveResult {
        var fitting: [TokenRow] = []
        var refused: [TokenReject] = []
        for row in rows {
            switch row.fitted() {
            case .success(let row): fitting.append(row)
            case .failure(let reject): refused.append(reject)
            }
        }
        let inserted = try doing("store \(rows.count) token snapshots") {
            try connection.transaction {
                try TokenRejectWriter(connection: connection, runID: runID)
                    .write(rejects + refused)
                return try TokenDataWriter(connection: connection, runID: runID).write(fitting)
            }
        }
        return TokenSaveResult(
            inserted: inserted,
            unchanged: fitting.count - inserted,
            rejected: refused.map(\.row)
        )
    }
}
