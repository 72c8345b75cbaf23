/// The rows of one answer, in the order in which they are served.
struct CandlePage: Sendable {
    /// A row of the file, and the edit that is laid over it.
    struct Row: Sendable {
        var index: Int32
        /// A position in ``CandlePage/edits``, or -1.
        var edit: Int32 = -1
    }

    let file: CandleFile
    var rows: [Row]
    private(set) var edits: [RowEdit] = []

    init(file: CandleFile, rows: [Row] = []) {
        self.file = file
        self.rows = rows
    }

    func openTime(at position: Int) -> Int64 {
        file.openTime(of: Int(rows[position].index))
    }

    /// Lays an edit over a row, on top of one it may have.
    mutating func edit(_ position: Int, _ edit: RowEdit) {
        let earlier = rows[position].edit
        edits.append(earlier < 0 ? edit : edits[Int(earlier)].merged(with: edit))
        rows[position].edit = Int32(edits.count - 1)
    }

    /// The texts of a row as they would be served.
    func texts(at position: Int) -> [CandleField: [UInt8]] {
        let row = rows[position]
        var texts = file.bytes.withUnsafeBytes { raw in
            let line = CandleRow(raw, span: file.span(of: Int(row.index)))
            return CandleField.allCases.reduce(into: [CandleField: [UInt8]]()) { texts, field in
                if let column = file.columns[field] { texts[field] = Array(line.text(column)) }
            }
        }
        if row.edit >= 0 {
            texts.merge(edits[Int(row.edit)].texts) { _, edited in edited }
        }
        return texts
    }

    /// An upper bound for the bytes of all texts in the page.
    var textSize: Int {
        rows.reduce(0) { size, row in
            let span = file.span(of: Int(row.index))
            return size + span.count + (row.edit < 0 ? 0 : edits[Int(row.edit)].size)
        }
    }
}
