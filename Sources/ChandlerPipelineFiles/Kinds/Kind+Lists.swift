extension Kind {
    /// A list of values of a kind; one value may stand for a list of it.
    ///
    /// - Parameters:
    ///   - item: What each item is.
    ///   - identity: What no two items may have in common; `nil` where they may be alike.
    ///   - mayBeEmpty: Whether the empty list says something.
    /// - Returns: The kind.
    static func list<Item: Sendable>(
        of item: Kind<Item>,
        identity: (@Sendable (Item) -> String)? = nil,
        mayBeEmpty: Bool = false
    ) -> Kind where Value == [Item] {
        Kind(
            shape: .list(of: item.shape, isUnique: identity != nil, mayBeEmpty: mayBeEmpty),
            literal: { values in
                values.isEmpty && !mayBeEmpty ? nil : .list(values.compactMap(item.literal))
            },
            read: { node, path, inspection in
                guard case .list(let nodes) = node.content else {
                    // One value where a list is meant.
                    let value = item.read(node, path, &inspection)
                    if value != nil { inspection.note(items: [path], of: path) }
                    return value.map { [$0] }
                }
                inspection.note(node, path)
                if nodes.isEmpty, !mayBeEmpty {
                    inspection.report(
                        "\(Inspection.name(path)) is an empty list: at least one item was expected",
                        hint: "name one, or remove the key",
                        about: path
                    )
                }
                var reader = ListReader(item: item, identity: identity, path: path)
                for (index, node) in nodes.enumerated() { reader.add(node, index, &inspection) }
                inspection.note(items: reader.paths, of: path)
                return reader.values
            }
        )
    }

    /// Values of another kind, kept as something else.
    func mapped<Other: Sendable>(
        _ make: @escaping @Sendable (Value) -> Other,
        back: @escaping @Sendable (Other) -> Value
    ) -> Kind<Other> {
        Kind<Other>(
            shape: shape,
            literal: { [literal] in literal(back($0)) },
            read: { [read] node, path, inspection in read(node, path, &inspection).map(make) }
        )
    }
}

/// Collects the items of a list.
private struct ListReader<Item: Sendable> {
    let item: Kind<Item>
    let identity: (@Sendable (Item) -> String)?
    let path: String
    private(set) var values: [Item] = []
    private(set) var paths: [String] = []
    private var seen: [String: Int] = [:]

    init(item: Kind<Item>, identity: (@Sendable (Item) -> String)?, path: String) {
        self.item = item
        self.identity = identity
        self.path = path
    }

    mutating func add(_ node: SourceNode, _ index: Int, _ inspection: inout Inspection) {
        let place = "\(path)[\(index)]"
        guard let value = item.read(node, place, &inspection) else {
            inspection.spoil(place)
            return
        }
        if let name = identity?(value) {
            if let first = seen[name] {
                inspection.report(
                    "\(Secrets.shown(name)) is listed twice in \(Inspection.name(path))",
                    hint: "it is item \(first + 1) too; remove one",
                    about: place
                )
                return
            }
            seen[name] = index
        }
        values.append(value)
        paths.append(place)
    }
}
