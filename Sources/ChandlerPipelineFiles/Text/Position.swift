/// A place in a text: line and column, both from 1; columns count Unicode scalars.
struct Position: Sendable, Hashable, Comparable {
    let line: Int
    let column: Int

    static let start = Position(line: 1, column: 1)

    static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A fault of the text itself, before it is known which file it is.
struct TextFault: Sendable, Hashable {
    let position: Position
    var length: Int?
    var keyPath = ""
    let message: String
    var hint: String?

    func finding(path: String) -> Finding {
        Finding(
            .error,
            path: path,
            line: position.line,
            column: position.column,
            length: length,
            keyPath: Secrets.safe(keyPath: keyPath),
            message: message,
            hint: hint
        )
    }
}

/// Faults that leave nothing to go on with.
struct TextFaults: Error, Sendable {
    let list: [TextFault]
}
