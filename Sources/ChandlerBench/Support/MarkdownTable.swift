/// A table in Markdown whose columns also line up as plain text.
struct MarkdownTable {
    private let headers: [String]
    private var rows: [[String]] = []

    init(_ headers: [String]) {
        self.headers = headers
    }

    /// Adds a row with one cell a header.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == headers.count, "Invariant: a row has one cell a header")
        rows.append(cells)
    }

    /// The first column is flush left, the others flush right.
    var text: String {
        let widths = headers.indices.map { column in
            max(3, ([headers] + rows).map { $0[column].count }.max() ?? 0)
        }
        let rule = widths.enumerated().map { column, width in
            String(repeating: "-", count: width - (column == 0 ? 0 : 1)) + (column == 0 ? "" : ":")
        }
        return ([headers, rule] + rows).map { cells in
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}
