/// What was found about both files.
struct ParquetResult {
    let rows: Int
    /// Bytes.
    var sizes = Paired()
    /// Processor seconds.
    var writing = Paired()
    var pyarrow = Paired()
    var duckdb = Paired()

    /// One row a figure.
    var table: MarkdownTable {
        var table = MarkdownTable(["figure", "chandler's file", "pyarrow's file", "ratio"])
        let scale = 1e9 / Double(rows)
        table.add(["size, MB"] + sizes.cells(times: 1e-6, decimals: 2))
        table.add(["written, CPU ns/row"] + writing.cells(times: scale, decimals: 0))
        table.add(["read by pyarrow, CPU ns/row"] + pyarrow.cells(times: scale, decimals: 0))
        table.add(["read by DuckDB, CPU ns/row"] + duckdb.cells(times: scale, decimals: 0))
        return table
    }

    /// The goals that these figures decide.
    var goals: [Goal] {
        [
            Goal("size to pyarrow's file", sizes.ratio, atMost: 1),
            Goal("CPU of writing to pyarrow's", writing.ratio, atMost: 1),
            Goal("read by pyarrow to its own file", pyarrow.ratio, atMost: 1),
            Goal("read by DuckDB to pyarrow's file", duckdb.ratio, atMost: 1),
        ]
    }
}
