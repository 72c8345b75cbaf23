extension CandlePage {
    /// Writes the rows in their order with commas between them.
    ///
    /// - Parameters:
    ///   - writer: Receives them.
    ///   - row: Writes one row from its line, its position in the file and its edit.
    @inline(__always)
    func write(
        to writer: inout PageWriter,
        _ row: (CandleRow, Int, RowEdit?, inout PageWriter) -> Void
    ) {
        file.bytes.withUnsafeBytes { raw in
            for entry in rows {
                let line = CandleRow(raw, span: file.span(of: Int(entry.index)))
                let edit = entry.edit < 0 ? nil : edits[Int(entry.edit)]
                row(line, Int(entry.index), edit, &writer)
                writer.append(UInt8(ascii: ","))
            }
        }
        if !rows.isEmpty { writer.removeLast() }
    }
}
