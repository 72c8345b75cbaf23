/// What is told of a key: all of it but the reading.
struct FieldOutline: Sendable {
    /// The key, in lower case with hyphens.
    let key: String
    /// A sentence or two.
    let about: String
    /// What it takes.
    let shape: Shape
    /// Whether it must be given.
    let isRequired: Bool
    /// The value where it is not given; `nil` where that is none.
    var defaultValue: Literal?
    /// What holds where it is not given, where that is no value.
    let otherwise: String?
    /// A value as it may be written.
    let example: String
}

/// What is told of the keys of a mapping.
struct SectionOutline: Sendable {
    /// The keys, in the order in which they are told.
    let fields: [FieldOutline]
    /// What must hold between them.
    let groups: [KeyGroup]

    /// Finds a key.
    func field(_ key: String) -> FieldOutline? { fields.first { $0.key == key } }
}

/// Keys of which at least one must be given, or exactly one.
struct KeyGroup: Sendable {
    let keys: [String]
    /// Whether they exclude each other.
    let isExclusive: Bool

    /// Such as `exactly one of mints, query and recent`.
    var words: String {
        let list = keys.dropLast().joined(separator: ", ") + " and \(keys.last ?? "")"
        return (isExclusive ? "exactly one of " : "at least one of ") + list
    }
}
