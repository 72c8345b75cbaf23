import CSimdjson

/// The rows of one answer; valid while ``RowWalker/walk(_:columns:_:)`` hands them out.
struct JSONRows {
    let page: UnsafePointer<UInt8>
    let rows: csimdjson_rows
    let columns: Int
    let length: Int

    /// The number of rows.
    var count: Int { rows.count }

    /// The number of fields of a row, or `nil` where it is no array.
    @inline(__always)
    func columns(ofRow index: Int) -> Int? {
        let columns = rows.rows[index].columns
        return columns == UInt32.max ? nil : Int(columns)
    }

    /// The fields of a row that has at least `columns` of them.
    @inline(__always)
    subscript(index: Int) -> JSONRow {
        JSONRow(page: page, fields: rows.fields + index * columns)
    }

    /// The row as the venue sent it.
    func text(ofRow index: Int) -> String {
        let offset = Int(rows.rows[index].offset)
        let count = csimdjson_row_length(page, length, offset)
        return String(
            decoding: UnsafeBufferPointer(start: page + offset, count: count),
            as: UTF8.self
        )
    }
}

/// One row: its fields as slices of the page.
struct JSONRow {
    let page: UnsafePointer<UInt8>
    let fields: UnsafePointer<csimdjson_field>

    /// A field by its position.
    @inline(__always)
    subscript(column: Int) -> JSONField {
        JSONField(page: page, slice: fields[column])
    }
}
