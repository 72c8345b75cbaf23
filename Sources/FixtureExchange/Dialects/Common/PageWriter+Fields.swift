extension PageWriter {
    /// Appends a field: what an edit has for it, the file's text, or what stands in its place.
    @inline(__always)
    mutating func append(
        _ field: CandleField,
        of row: CandleRow,
        _ columns: CandleColumns,
        _ edit: RowEdit?
    ) {
        if let text = edit?[field] {
            text.withUnsafeBytes { append($0) }
        } else if let column = columns[field] {
            append(row.text(column))
        } else {
            append(field.constant)
        }
    }

    /// Appends an open time, which is in milliseconds, in seconds; an edit's as it stands.
    @inline(__always)
    mutating func appendSeconds(_ open: Int64, _ edit: RowEdit?) {
        if let text = edit?[.openTime] {
            text.withUnsafeBytes { append($0) }
        } else {
            append(open / 1_000)
        }
    }
}
