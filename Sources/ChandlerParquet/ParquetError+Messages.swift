extension ParquetError {
    static func invalidSchema(_ reason: String, column: String?) -> Self {
        Self(.invalidSchema, "build a Parquet schema: \(reason)", column: column)
    }

    static func unsupportedEncoding(_ column: ParquetColumn) -> Self {
        Self(
            .unsupportedEncoding,
            "build a Parquet schema: column \(quoted(column.name)) of type "
                + "\(column.type) cannot be encoded as \(column.encoding.rawValue); "
                + "use automatic or plain",
            column: column.name
        )
    }

    static func invalidOption(_ name: String, was value: Int, allowed: String) -> Self {
        Self(.invalidOption, "\(name) was \(value); it must be \(allowed)")
    }

    static func columnCount(_ found: Int, schema: ParquetSchema, rowGroup: Int) -> Self {
        // The first column without data, or nothing where there is data without a column.
        let missing = found < schema.columns.count ? schema.columns[found].name : nil
        let first = missing.map { "; the first without data is \(quoted($0))" } ?? ""
        return Self(
            .columnCountMismatch,
            "write row group \(rowGroup): data for \(found) columns was handed over, the schema "
                + "has \(schema.columns.count)\(first); nothing of this row group was written",
            column: missing,
            rowGroup: rowGroup
        )
    }

    static func columnType(
        _ found: String,
        column: ParquetColumn,
        rowGroup: Int
    ) -> Self {
        Self(
            .columnTypeMismatch,
            "write row group \(rowGroup): data of type \(found) was handed over for "
                + "column \(quoted(column.name)) of type \(column.type); "
                + "nothing of this row group was written",
            column: column.name,
            rowGroup: rowGroup
        )
    }

    static func columnLength(
        _ found: Int,
        of part: String,
        column: String,
        expected: Int,
        as reference: String,
        rowGroup: Int
    ) -> Self {
        Self(
            .columnLengthMismatch,
            "write row group \(rowGroup): \(part) of column \(quoted(column)) had \(found) rows, "
                + "\(reference) \(expected); nothing of this row group was written",
            column: column,
            rowGroup: rowGroup
        )
    }

    static func nullInRequired(column: String, row: Int, rowGroup: Int) -> Self {
        Self(
            .nullInRequiredColumn,
            "write row group \(rowGroup): row \(row) of column \(quoted(column)) was null, and the "
                + "column is not nullable; nothing of this row group was written",
            column: column,
            rowGroup: rowGroup,
            row: row
        )
    }

    static func decimalOverflow(
        _ value: Int128,
        column: ParquetColumn,
        row: Int,
        rowGroup: Int
    ) -> Self {
        Self(
            .decimalOverflow,
            "write row group \(rowGroup): row \(row) of column \(quoted(column.name)) was \(value) "
                + "(without its point), which has more digits than \(column.type) holds; "
                + "nothing of this row group was written",
            column: column.name,
            rowGroup: rowGroup,
            row: row
        )
    }

    static func pageTooLarge(_ bytes: Int, column: String) -> Self {
        Self(
            .pageTooLarge,
            "write a page of column \(quoted(column)): it had \(bytes) bytes, and a Parquet page "
                + "holds less than 2 GiB; the file is incomplete; lower pageRowLimit",
            column: column
        )
    }

    static func sinkFailed(_ cause: any Error, offset: Int64) -> Self {
        Self(
            .sinkFailed,
            "write Parquet bytes at offset \(offset): the sink failed: \(cause); the file has no "
                + "footer and cannot be read; write it anew",
            cause: cause
        )
    }

    static func writerClosed(_ action: String, because reason: String) -> Self {
        Self(.writerClosed, "\(action): \(reason); nothing was written")
    }
}
