/// Finds the table's columns under the names that files use.
struct ColumnNames {
    private let shape: TableShape
    private let renames: [String: String]

    init(_ shape: TableShape, renames: [String: String]) throws {
        self.shape = shape
        self.renames = renames
        for (name, column) in renames.sorted(by: { $0.key < $1.key })
        where !shape.columns.contains(where: { $0.name == column }) {
            throw WarehouseError(
                .usage,
                "map \(name.inQuotes) to \(column.inQuotes): \(shape.table) has no such column"
                    + "\(hint(for: column))"
            )
        }
    }

    /// What a name of the file means.
    enum Meaning: Equatable {
        case column(Int)
        case ignored
        case unknown
    }

    /// Looks a name up: as it is, without regard to case, as camelCase and with spaces or dashes.
    func meaning(of name: String) -> Meaning {
        let wanted = renames[name] ?? name
        let plain = ColumnNames.plain(wanted)
        guard
            let index = shape.columns.firstIndex(where: { $0.name == wanted })
                ?? shape.columns.firstIndex(where: { ColumnNames.plain($0.name) == plain })
        else { return .unknown }
        return shape.table.ignored.contains(shape.columns[index].name) ? .ignored : .column(index)
    }

    /// Says which known name an unknown one is nearest to.
    func hint(for name: String) -> String {
        let known = shape.columns.map(\.name).filter { !shape.table.ignored.contains($0) }
        if let nearest = ColumnNames.nearest(to: name, among: known) {
            return " (nearest: \(nearest))"
        }
        return " (it has \(known.joined(separator: ", ")))"
    }

    /// The name that another one is likely to mean.
    static func nearest(to name: String, among known: [String]) -> String? {
        let plain = plain(name)
        let nearest = known.map { ($0, distance(plain, ColumnNames.plain($0))) }
            .min { $0.1 < $1.1 }
        return nearest.flatMap { $0.1 <= max(2, plain.count / 3) ? $0.0 : nil }
    }

    /// Letters and digits only, in lower case.
    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Levenshtein's distance.
    private static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let cost = diagonal + (second[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(cost, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
