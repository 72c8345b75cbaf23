/// One row of a candle file, split at its commas; valid while the file's bytes are borrowed.
struct CandleRow {
    private let line: UnsafeRawBufferPointer
    /// Where each column begins; one more entry tells where the last one ends.
    private var starts = InlineArray<17, Int32>(repeating: 0)
    private let columnCount: Int

    /// Splits the line in `raw` at `span`, whose line end is not part of a field.
    @inline(__always)
    init(_ raw: UnsafeRawBufferPointer, span: Range<Int>) {
        line = UnsafeRawBufferPointer(rebasing: raw[span])
        var column = 1
        var position = 0
        while position < line.count {
            let byte = line[position]
            if byte == UInt8(ascii: ",") {
                if column == CandleColumns.maximum { break }
                starts[column] = Int32(position + 1)
                column += 1
            } else if byte == newline || byte == UInt8(ascii: "\r") {
                break
            }
            position += 1
        }
        starts[column] = Int32(position + 1)
        columnCount = column
    }

    /// The text of a column; empty where the row is too short to have it.
    @inline(__always)
    func text(_ column: Int) -> UnsafeRawBufferPointer {
        guard column < columnCount else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = Int(starts[column])
        return UnsafeRawBufferPointer(rebasing: line[start..<(Int(starts[column + 1]) - 1)])
    }
}
