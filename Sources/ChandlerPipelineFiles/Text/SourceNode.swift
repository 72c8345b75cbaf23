/// A value of a file with its place.
struct SourceNode: Sendable {
    /// What stands there.
    enum Content: Sendable {
        case scalar(SourceScalar)
        case list([SourceNode])
        case mapping([SourceEntry])
        /// A key or an item without a value, or the word `null`.
        case nothing
        /// Something whose fault was told already.
        case refused
    }

    let content: Content
    let position: Position
    var length: Int?

    /// What a person would call it.
    var words: String {
        switch content {
        case .scalar(let scalar): scalar.words
        case .list: "a list"
        case .mapping: "a mapping of keys"
        case .nothing, .refused: "empty"
        }
    }
}

/// A single value.
struct SourceScalar: Sendable {
    let text: String
    /// Whether it stands there without quotes, so that it may be a number or a truth value.
    let isPlain: Bool
    /// For each character, which column of its line it begins at, and then the end; `nil` where
    /// it is not in one line.
    let columns: [Int]?

    var words: String { isPlain ? Secrets.shown(text) : "the text \(Secrets.shown(text))" }
}

/// A key with its value.
struct SourceEntry: Sendable {
    var key: String
    let position: Position
    let length: Int?
    let value: SourceNode
}
