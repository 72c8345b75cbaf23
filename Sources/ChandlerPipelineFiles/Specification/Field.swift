/// A key of a mapping: where its value goes, and what is told of it.
struct Field<Owner: Sendable>: Sendable {
    let outline: FieldOutline
    /// Reads the value into its owner; what is wrong becomes a finding.
    let read: @Sendable (SourceNode, String, inout Inspection, inout Owner) -> Void
    /// The value that an owner has.
    let literal: @Sendable (Owner) -> Literal?

    /// A key whose value is always there.
    init<Value: Sendable>(
        _ key: String,
        _ target: any WritableKeyPath<Owner, Value> & Sendable,
        _ kind: Kind<Value>,
        isRequired: Bool = false,
        otherwise: String? = nil,
        example: String,
        _ about: String
    ) {
        outline = FieldOutline(
            key: key,
            about: about,
            shape: kind.shape,
            isRequired: isRequired,
            otherwise: otherwise,
            example: example
        )
        literal = { kind.literal($0[keyPath: target]) }
        read = { node, path, inspection, owner in
            if let value = kind.read(node, path, &inspection) { owner[keyPath: target] = value }
        }
    }

    /// A key whose value may be absent.
    init<Value: Sendable>(
        _ key: String,
        _ target: any WritableKeyPath<Owner, Value?> & Sendable,
        _ kind: Kind<Value>,
        otherwise: String,
        example: String,
        _ about: String
    ) {
        outline = FieldOutline(
            key: key,
            about: about,
            shape: kind.shape,
            isRequired: false,
            otherwise: otherwise,
            example: example
        )
        literal = { $0[keyPath: target].flatMap(kind.literal) }
        read = { node, path, inspection, owner in
            if let value = kind.read(node, path, &inspection) { owner[keyPath: target] = value }
        }
    }

    /// Keys that lie one deeper in the file than in their owner.
    init(_ key: String, _ section: Section<Owner>, example: String, _ about: String) {
        outline = FieldOutline(
            key: key,
            about: about,
            shape: .section(section.outline),
            isRequired: false,
            otherwise: nil,
            example: example
        )
        literal = { section.literal($0) }
        read = { node, path, inspection, owner in
            section.read(node, path, into: &owner, &inspection)
        }
    }
}
