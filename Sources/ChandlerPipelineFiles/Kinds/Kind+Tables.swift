import ChandlerWarehouse

extension Kind {
    /// A mapping from names of a list to values of a kind.
    static func table<Item: Sendable>(
        _ keys: [String],
        _ what: String,
        of item: Kind<Item>
    ) -> Kind where Value == [String: Item] {
        Kind(
            shape: .table(keys: keys, of: item.shape),
            literal: { values in
                let members = values.keys.sorted().compactMap { key in
                    values[key].flatMap(item.literal).map { Literal.Member(key, $0) }
                }
                return members.isEmpty ? nil : .mapping(members)
            },
            read: { node, path, inspection in
                inspection.note(node, path)
                guard case .mapping(let entries) = node.content else {
                    if case .refused = node.content {
                        inspection.spoil(path)
                    } else {
                        inspection.report(
                            "\(Inspection.name(path)) is \(node.words): a mapping was expected",
                            hint: "write \(keys.first ?? "name"): and the value, a line each",
                            about: path
                        )
                    }
                    return nil
                }
                var values: [String: Item] = [:]
                for entry in entries {
                    let child = "\(path).\(entry.key)"
                    guard keys.contains(entry.key) else {
                        let refusal = Refusal.unknown(entry.key, what, keys)
                        inspection.report(
                            refusal.message,
                            hint: refusal.hint,
                            at: Inspection.Place(position: entry.position, length: entry.length),
                            child
                        )
                        continue
                    }
                    values[entry.key] = item.read(entry.value, child, &inspection)
                }
                return values
            }
        )
    }
}
