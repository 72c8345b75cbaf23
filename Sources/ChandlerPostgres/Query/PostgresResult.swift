/// The whole answer to one statement, as a collection of rows.
public struct PostgresResult: Sendable {
    private let handle: ResultHandle

    /// The columns' names in their order.
    public let columnNames: [String]

    init(_ handle: ResultHandle) {
        self.handle = handle
        columnNames = (0..<handle.columnCount).map { handle.columnName($0) ?? "" }
    }

    /// How many rows an INSERT, UPDATE, DELETE, MERGE or SELECT touched.
    public var affectedRowCount: Int { handle.affectedRowCount }

    /// The first row.
    ///
    /// - Returns: The row.
    /// - Throws: ``PostgresError`` with code `decoding` when there is none.
    public func firstRow() throws(PostgresError) -> PostgresRow {
        guard let first else {
            throw PostgresError(
                code: .decoding,
                message: "read the first row of an answer: it has no rows"
            )
        }
        return first
    }
}

extension PostgresResult: RandomAccessCollection {
    /// The number of the first row.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { handle.rowCount }

    /// One row.
    public subscript(position: Int) -> PostgresRow {
        precondition(
            (0..<handle.rowCount).contains(position),
            "Invariant: row numbers lie in the answer"
        )
        return PostgresRow(handle: handle, columnNames: columnNames, index: position)
    }
}
