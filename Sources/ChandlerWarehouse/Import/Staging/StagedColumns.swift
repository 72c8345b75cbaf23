/// Which field of a file goes into which column, as far as the names are known.
struct StagedColumns {
    /// The columns that files can have, in the table's order.
    let columns: [ImportColumn]
    let kinds: [ValueKind]
    /// By the reader's fields: the place in ``columns``, or -1 for those left out.
    private(set) var targets: [Int] = []
    /// Names of the file that were left out.
    private(set) var ignored: [String] = []
    /// Whether a column occurs in the file or as a constant.
    private(set) var isGiven: [Bool]
    /// The fields of constants with their columns.
    private(set) var constants: [ImportConstant] = []

    private let shape: TableShape
    private let names: ColumnNames
    private let ignoresUnknown: Bool
    private let path: String
    private let renamed: [String]

    init(_ shape: TableShape, _ options: ImportOptions) throws {
        self.shape = shape
        path = options.path
        ignoresUnknown = options.ignoresUnknown
        names = try ColumnNames(shape, renames: options.renames)
        renamed = options.renames.keys.sorted()
        let kinds = shape.columns.map { column in
            shape.table.ignored.contains(column.name) ? nil : column.kind
        }
        columns = zip(shape.columns, kinds).filter { $0.1 != nil }.map(\.0)
        self.kinds = kinds.compactMap { $0 }
        isGiven = columns.map { _ in false }
        for (name, text) in options.constants.sorted(by: { $0.key < $1.key }) {
            guard case .column(let index) = names.meaning(of: name),
                let target = target(of: shape.columns[index].name)
            else {
                throw WarehouseError(
                    .usage,
                    "set \(name.inQuotes): \(shape.table) has no such column\(names.hint(for: name))"
                )
            }
            isGiven[target] = true
            constants.append(ImportConstant(target, text))
        }
    }

    /// The columns that the file or a constant gives.
    var given: [ImportColumn] { zip(columns, isGiven).filter(\.1).map(\.0) }

    private func target(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// Takes up names that the reader has found.
    ///
    /// - Parameters:
    ///   - all: The reader's names so far.
    ///   - line: The line they were found at.
    ///   - inRows: Whether rows name their columns themselves, each as it likes.
    /// - Throws: ``WarehouseError`` with code `usage` that says all names that are not known.
    mutating func take(_ all: [String], line: Int, inRows: Bool = false) throws {
        var unknown: [String] = []
        for (index, name) in all.enumerated().dropFirst(targets.count) {
            if name.isEmpty, !inRows {
                let words = "field \(index + 1), which has no name"
                if !ignoresUnknown { unknown.append(words) }
                leaveOut(words)
                continue
            }
            switch names.meaning(of: name) {
            case .ignored: leaveOut(name)
            case .unknown:
                if !ignoresUnknown { unknown.append(name.inQuotes + names.hint(for: name)) }
                leaveOut(name)
            case .column(let index):
                try take(name, shape.columns[index], line, inRows)
            }
        }
        guard unknown.isEmpty else {
            throw WarehouseError(
                .usage,
                "import \(path.inQuotes) into \(shape.table): line \(line) has columns that the "
                    + "table lacks: \(unknown.joined(separator: "; ")); nothing was kept; "
                    + delimiterHint(all)
                    + "--map name=column says what is meant, --ignore-unknown leaves them out"
            )
        }
    }

    /// A header of one name with other separators in it.
    private func delimiterHint(_ all: [String]) -> String {
        guard all.count == 1 else { return "" }
        let found = [(",", "','"), (";", "';'"), ("\t", "tab"), ("|", "'|'")].first {
            all[0].contains($0.0)
        }
        return found.map { "is it --delimiter \($0.1)? " } ?? ""
    }

    /// Makes sure that every name of `--map` stands in the file.
    func checkRenames(_ all: [String]) throws {
        for name in renamed where !all.contains(name) {
            let nearest = ColumnNames.nearest(to: name, among: all)
            throw WarehouseError(
                .usage,
                "import \(path.inQuotes) into \(shape.table): --map names \(name.inQuotes), and the "
                    + "file has no such column"
                    + (nearest.map { " (nearest: \($0))" }
                        ?? " (it has \(all.joined(separator: ", ")))")
                    + "; nothing was kept"
            )
        }
    }

    /// Passes columns that cannot be read at all, where the table has no use for them.
    mutating func pass(_ unread: [UnreadField]) throws {
        for field in unread {
            switch names.meaning(of: field.name) {
            case .ignored: ignored.append(field.name)
            case .unknown where ignoresUnknown: ignored.append(field.name)
            case .unknown, .column:
                let isUnknown = names.meaning(of: field.name) == .unknown
                throw WarehouseError(
                    .badData,
                    "read \(path.inQuotes): \(field.reason); nothing was kept"
                        + (isUnknown
                            ? "; the table has no such column, and --ignore-unknown leaves it out"
                            : "")
                )
            }
        }
    }

    private mutating func leaveOut(_ name: String) {
        targets.append(-1)
        ignored.append(name)
    }

    private mutating func take(
        _ name: String,
        _ column: ImportColumn,
        _ line: Int,
        _ inRows: Bool
    ) throws {
        guard let target = target(of: column.name) else {
            throw WarehouseError(
                .usage,
                "import \(path.inQuotes) into \(shape.table): \(name.inQuotes) is of type "
                    + "\(column.type), which cannot be imported; nothing was kept"
            )
        }
        if constants.contains(where: { $0.target == target }) {
            throw WarehouseError(
                .usage,
                "import \(path.inQuotes) into \(shape.table): line \(line) has the column "
                    + "\(column.name), as \(name.inQuotes), and --set gives it too; nothing was kept"
            )
        }
        // Whether one row spells it twice shows there.
        guard !isGiven[target] || inRows else {
            throw WarehouseError(
                .usage,
                "import \(path.inQuotes) into \(shape.table): line \(line) has the column "
                    + "\(column.name) twice, the second time as \(name.inQuotes); nothing was kept"
            )
        }
        isGiven[target] = true
        targets.append(target)
    }

    /// Makes sure that nothing is missing without which no row could be stored or found again.
    func checkComplete(_ key: [ImportColumn]) throws {
        let keyNames = Set(key.map(\.name))
        let missing = zip(columns, isGiven).filter { column, isGiven in
            !isGiven && (column.isRequired || keyNames.contains(column.name) && !column.isNullable)
        }.map(\.0.name)
        guard !missing.isEmpty else { return }
        throw WarehouseError(
            .usage,
            "import \(path.inQuotes) into \(shape.table): the file has no column "
                + "\(missing.joined(separator: ", ")); nothing was kept; --map name=column says "
                + "under which names they stand, --set column=value gives all rows the same value"
        )
    }
}
