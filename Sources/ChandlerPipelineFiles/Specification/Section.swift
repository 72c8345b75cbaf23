import ChandlerCore

/// The keys of a mapping, and the value that is made of them.
struct Section<Owner: Sendable>: Sendable {
    /// Makes the value with its defaults.
    let make: @Sendable () -> Owner
    let fields: [Field<Owner>]
    var groups: [KeyGroup] = []
    /// Looks at what several keys say together; the text is the mapping's key path.
    var check: @Sendable (Owner, String, inout Inspection) -> Void = { _, _, _ in }

    /// What is told of it.
    var outline: SectionOutline {
        let owner = make()
        return SectionOutline(
            fields: fields.map { field in
                var outline = field.outline
                let isLeaf = outline.shape.section == nil
                outline.defaultValue =
                    isLeaf && !outline.isRequired ? field.literal(owner) : nil
                return outline
            },
            groups: groups
        )
    }

    /// A mapping as a value of a key.
    var kind: Kind<Owner> {
        Kind(shape: .section(outline), literal: literal) { node, path, inspection in
            read(node, path, &inspection)
        }
    }

    /// The keys with the values that an owner has.
    func literal(_ owner: Owner) -> Literal? {
        .mapping(
            fields.compactMap { field in
                field.literal(owner).map { Literal.Member(field.outline.key, $0) }
            }
        )
    }

    /// Reads a mapping; `nil` where it is none.
    func read(_ node: SourceNode, _ path: String, _ inspection: inout Inspection) -> Owner? {
        var owner = make()
        return read(node, path, into: &owner, &inspection) ? owner : nil
    }

    /// Reads a mapping into what there is.
    @discardableResult
    func read(
        _ node: SourceNode,
        _ path: String,
        into owner: inout Owner,
        _ inspection: inout Inspection
    ) -> Bool {
        inspection.note(node, path)
        guard case .mapping(let entries) = node.content else {
            refuse(node, path, &inspection)
            return false
        }
        var given = entries
        for (index, entry) in entries.enumerated() {
            let child = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            guard let field = fields.first(where: { $0.outline.key == entry.key }) else {
                if let meant = unknown(entry, path, &inspection) { given[index].key = meant }
                continue
            }
            if case .nothing = entry.value.content {
                inspection.note(entry.value, child)
                inspection.report(
                    "\(entry.key) has no value: \(field.outline.shape.words) was expected",
                    hint: field.outline.shape.emptyHint,
                    about: child
                )
                continue
            }
            field.read(entry.value, child, &inspection, &owner)
        }
        lookForMissing(given, path, &inspection)
        check(owner, path, &inspection)
        return true
    }

    private func refuse(_ node: SourceNode, _ path: String, _ inspection: inout Inspection) {
        if case .refused = node.content { return inspection.spoil(path) }
        let keys = fields.map(\.outline.key).joined(separator: ", ")
        inspection.report(
            "\(Inspection.name(path)) is \(node.words): a mapping of keys was expected",
            hint: "write name: value, a line each; the keys are \(keys)",
            about: path
        )
    }

    /// Reports a key that there is not.
    ///
    /// - Returns: The key that was probably meant, which then is not missing.
    private func unknown(
        _ entry: SourceEntry,
        _ path: String,
        _ inspection: inout Inspection
    ) -> String? {
        let keys = fields.map(\.outline.key)
        let near = NearestWord.to(entry.key, among: keys)
        let hint: String
        if let near {
            hint = "did you mean \"\(near)\"?"
        } else if let home = PipelineGuide.home(of: entry.key) {
            hint = "it belongs into \(home)"
        } else {
            hint = "the keys are \(keys.joined(separator: ", "))"
        }
        let place = path.isEmpty ? "" : " of \(Inspection.name(path))"
        let child = path.isEmpty ? entry.key : "\(path).\(entry.key)"
        inspection.report(
            "\(Secrets.shown(entry.key)) is no key\(place.isEmpty ? " of a pipeline" : place)",
            hint: hint,
            at: Inspection.Place(position: entry.position, length: entry.length),
            child
        )
        return near
    }

    private func lookForMissing(
        _ entries: [SourceEntry],
        _ path: String,
        _ inspection: inout Inspection
    ) {
        let name = path.isEmpty ? "the pipeline" : Inspection.name(path)
        // The whole mapping is not what is wrong, so it has no length.
        let place = Inspection.Place(position: inspection.place(of: path).position, length: nil)
        let given = Set(entries.map(\.key))
        for field in fields.map(\.outline) where field.isRequired && !given.contains(field.key) {
            inspection.report(
                "\(name) has no \(field.key), which is required",
                hint: "add \(field.key): \(field.example)",
                at: place,
                path.isEmpty ? field.key : "\(path).\(field.key)"
            )
        }
        for group in groups {
            let found = entries.filter { group.keys.contains($0.key) }
            if found.isEmpty {
                inspection.report("\(name) needs \(group.words)", at: place, path)
            }
            for other in found.dropFirst() where group.isExclusive {
                inspection.report(
                    "\(other.key) cannot stand beside \(found[0].key): \(name) takes "
                        + group.words,
                    hint: "make an entry of its own for each",
                    at: Inspection.Place(position: other.position, length: other.length),
                    path
                )
            }
        }
    }
}

extension Shape {
    /// What to do about a key without a value.
    fileprivate var emptyHint: String {
        if case .section(let outline) = self, !outline.fields.contains(where: \.isRequired),
            outline.groups.isEmpty
        {
            return "write {} for the defaults, or remove the key"
        }
        return "give one, or remove the key"
    }
}
