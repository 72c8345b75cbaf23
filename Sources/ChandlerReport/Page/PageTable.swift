/// A table that scrolls by itself where the page is narrower than it.
struct PageTable {
    /// A column with its heading.
    enum Column {
        case text(String)
        case number(String)

        var heading: String {
            switch self {
            case .text(let heading), .number(let heading): heading
            }
        }

        /// The class of its cells.
        var kind: String? {
            switch self {
            case .text: nil
            case .number: "n"
            }
        }
    }

    let columns: [Column]
    let rows: [[Markup]]

    /// The table; the label is what it is announced as.
    func markup(_ label: String) -> Markup {
        Markup(
            "div",
            ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": label],
            Markup("table", [:], head, Markup("tbody", [:], rows.map(row)))
        )
    }

    private var head: Markup {
        Markup(
            "thead",
            [:],
            Markup(
                "tr",
                [:],
                columns.map {
                    Markup("th", ["scope": "col", "class": $0.kind], Markup($0.heading))
                }
            )
        )
    }

    private func row(_ cells: [Markup]) -> Markup {
        Markup(
            "tr",
            [:],
            zip(columns, cells).map { column, cell in
                Markup("td", ["class": column.kind], [cell])
            }
        )
    }
}
