extension PostgresConnection {
    /// Runs one or more statements whose rows nobody needs.
    ///
    /// Several statements in one text run as one transaction unless the text says otherwise.
    ///
    /// - Parameter sql: Statements separated by semicolons; COPY is refused here.
    /// - Returns: How many rows the last statement touched.
    /// - Throws: ``PostgresError`` of the first statement that failed.
    @discardableResult
    public func execute(_ sql: String) throws(PostgresError) -> Int {
        let result = try handle.run(sql, doing: "run a statement")
        try handle.refuseCopy(result, statement: sql)
        return result.affectedRowCount
    }

    /// Runs one statement with parameters and holds its whole answer in memory.
    ///
    /// For many rows use ``copyOut(_:_:)``, whose memory is flat.
    ///
    /// - Parameters:
    ///   - sql: One statement with `$1`, `$2` … where values go.
    ///   - parameters: The values in their order.
    /// - Returns: The rows, and how many rows the statement touched.
    /// - Throws: ``PostgresError`` with the server's report.
    @discardableResult
    public func query(
        _ sql: String,
        _ parameters: [PostgresParameter] = []
    ) throws(PostgresError) -> PostgresResult {
        let result = try handle.run(sql, parameters, doing: "run a statement")
        try handle.refuseCopy(result, statement: sql)
        return PostgresResult(result)
    }
}
