/// How values of a type are written in a file: what is told of them, how they are read, how shown.
struct Kind<Value: Sendable>: Sendable {
    /// What is told of it.
    let shape: Shape
    /// The value as documents show it; `nil` for one that cannot be written.
    let literal: @Sendable (Value) -> Literal?
    /// Reads a value; whatever is wrong becomes a finding, and the answer `nil`.
    let read: @Sendable (SourceNode, String, inout Inspection) -> Value?
}

/// Why a single value is refused.
struct Refusal: Error {
    /// The whole message, or the part after `KEY was VALUE: `.
    let message: String
    var isWhole = false
    var hint: String?
    /// Which characters of the value it is about.
    var characters: Range<Int>?
    /// Whether the value must not be repeated.
    var isSecret = false

    /// Says what was expected of the value.
    static func expected(_ words: String, hint: String? = nil, at: Range<Int>? = nil) -> Refusal {
        Refusal(message: "\(words) was expected", hint: hint, characters: at)
    }
}

extension Kind {
    /// A kind of single values.
    static func scalar(
        _ shape: Shape,
        literal: @escaping @Sendable (Value) -> Literal?,
        parse: @escaping @Sendable (SourceScalar) throws(Refusal) -> Value
    ) -> Kind {
        Kind(shape: shape, literal: literal) { node, path, inspection in
            guard let scalar = inspection.scalar(node, path, shape.words) else { return nil }
            do throws(Refusal) {
                return try parse(scalar)
            } catch {
                inspection.refuse(scalar, of: node, path, error)
                return nil
            }
        }
    }

    /// The same kind with a further check of single values.
    func checked(
        _ check: @escaping @Sendable (Value, SourceNode, String, inout Inspection) -> Void
    ) -> Kind {
        Kind(shape: shape, literal: literal) { [read] node, path, inspection in
            let value = read(node, path, &inspection)
            if let value { check(value, node, path, &inspection) }
            return value
        }
    }
}
