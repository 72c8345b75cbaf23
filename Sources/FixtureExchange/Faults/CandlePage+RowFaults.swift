extension CandlePage {
    /// Applies revisions: the row of the file has other texts from now on.
    mutating func revise(_ faults: [RowFault]) {
        for case .revise(let open, let field, let text) in faults {
            for position in rows.indices where openTime(at: position) == open {
                var change = RowEdit()
                change[field] = Array(text.utf8)
                edit(position, change)
            }
        }
    }

    /// Repeats and reorders rows; a page that is too short for it stays as it is.
    ///
    /// A repeated row counts towards the limit, as at venues that repeat rows.
    mutating func disorder(_ faults: [RowFault], limit: Int, keep: CandleQuery.Keep) {
        for fault in faults {
            switch fault {
            case .duplicate(let kind):
                duplicate(kind)
                let surplus = max(0, rows.count - limit)
                if keep == .oldest { rows.removeLast(surplus) } else { rows.removeFirst(surplus) }
            case .swapped:
                if rows.count >= 2 { rows.swapAt(rows.count / 2 - 1, rows.count / 2) }
            case .reversed: rows.reverse()
            case .hide, .revise: break
            }
        }
    }

    private mutating func duplicate(_ kind: RowFault.Duplicate) {
        guard !rows.isEmpty else { return }
        let middle = rows.count / 2
        switch kind {
        case .identical:
            rows.insert(rows[middle], at: middle)
        case .altered:
            let version = RowEdit.altered(texts(at: middle))
            rows.insert(rows[middle], at: middle)
            edit(middle + 1, version)
        case .edge:
            if rows[0].index > 0 { rows.insert(Row(index: rows[0].index - 1), at: 0) }
        }
    }
}
