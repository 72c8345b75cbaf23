import ChandlerCore

/// What was found so far while a tree is read, and where its values are.
struct Inspection: Sendable {
    /// Where a value is.
    struct Place: Sendable {
        let position: Position
        let length: Int?
    }

    let source: SourceText
    let path: String
    private var found: [Finding] = []
    private(set) var places: [String: Place] = [:]
    /// The key paths with errors, and those of all that holds them.
    private var faulty: Set<String> = []
    /// The key paths of the items that were read, of each list in the order of its values.
    private(set) var items: [String: [String]] = [:]

    init(source: SourceText, path: String) {
        self.source = source
        self.path = path
    }

    /// The findings in the order of the text, none twice.
    var sorted: [Finding] {
        var seen: Set<Finding> = []
        return found.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element).filter { seen.insert($0).inserted }
    }

    // MARK: - Findings

    mutating func add(_ faults: [TextFault]) {
        for fault in faults {
            spoil(fault.keyPath)
            found.append(fault.finding(path: path))
        }
    }

    mutating func report(
        _ message: String,
        severity: Finding.Severity = .error,
        hint: String? = nil,
        at place: Place,
        _ keyPath: String
    ) {
        if severity == .error { spoil(keyPath) }
        found.append(
            Finding(
                severity,
                path: path,
                line: place.position.line,
                column: place.position.column,
                length: place.length,
                keyPath: Secrets.safe(keyPath: keyPath),
                message: message,
                hint: hint
            )
        )
    }

    /// Reports something about a value that was read.
    mutating func report(
        _ message: String,
        severity: Finding.Severity = .error,
        hint: String? = nil,
        about keyPath: String
    ) {
        report(message, severity: severity, hint: hint, at: place(of: keyPath), keyPath)
    }

    /// Reports why a single value was refused, at the characters that it is about.
    mutating func refuse(
        _ scalar: SourceScalar,
        of node: SourceNode,
        _ keyPath: String,
        _ refusal: Refusal
    ) {
        let value = refusal.isSecret ? "a text (not repeated)" : Secrets.shown(scalar.text)
        var place = Place(position: node.position, length: node.length)
        if let range = refusal.characters, let columns = scalar.columns {
            let begin = columns[min(range.lowerBound, columns.count - 1)]
            let end = columns[min(range.upperBound, columns.count - 1)]
            place = Place(
                position: Position(line: node.position.line, column: begin),
                length: end > begin ? end - begin : nil
            )
        }
        let message =
            refusal.isWhole
            ? refusal.message : "\(Self.name(keyPath)) was \(value): \(refusal.message)"
        report(message, hint: refusal.hint, at: place, keyPath)
    }

    /// The single value of a node; anything else becomes a finding.
    mutating func scalar(
        _ node: SourceNode,
        _ keyPath: String,
        _ expected: String
    ) -> SourceScalar? {
        note(node, keyPath)
        switch node.content {
        case .scalar(let scalar): return scalar
        case .refused: spoil(keyPath)
        case .nothing, .list, .mapping:
            report(
                "\(Self.name(keyPath)) is \(node.words): \(expected) was expected",
                at: Place(position: node.position, length: node.length),
                keyPath
            )
        }
        return nil
    }

    // MARK: - Places

    /// Remembers where a value is.
    mutating func note(_ node: SourceNode, _ keyPath: String) {
        if places[keyPath] == nil {
            places[keyPath] = Place(position: node.position, length: node.length)
        }
    }

    /// Remembers which items of a list were read.
    mutating func note(items paths: [String], of list: String) {
        items[list] = paths
    }

    /// Remembers that a value is not to be checked further.
    mutating func spoil(_ keyPath: String) {
        var rest = keyPath[...]
        while !rest.isEmpty, faulty.insert(String(rest)).inserted {
            rest = Self.holder(of: rest) ?? ""
        }
    }

    /// The key path without its last part; `nil` where there is no more.
    private static func holder(of keyPath: Substring) -> Substring? {
        keyPath.lastIndex { $0 == "." || $0 == "[" }.map { keyPath[..<$0] }
    }

    /// Where a value is, or else what holds it.
    func place(of keyPath: String) -> Place {
        var rest = keyPath[...]
        while true {
            if let place = places[String(rest)] { return place }
            guard let holder = Self.holder(of: rest) else { break }
            rest = holder
        }
        return places[""] ?? Place(position: .start, length: nil)
    }

    /// Whether a key was given and nothing is wrong with it.
    func isSound(_ keyPath: String) -> Bool {
        places[keyPath] != nil && !isFaulty(keyPath)
    }

    /// Whether something is wrong with a key or below it.
    func isFaulty(_ keyPath: String) -> Bool { faulty.contains(keyPath) }

    /// What messages call a value: its key, or the item of a list.
    static func name(_ keyPath: String) -> String {
        let last = keyPath.split(separator: ".").last.map(String.init) ?? ""
        if last.isEmpty { return "the file" }
        return Secrets.holds(last) ? "a key" : String(last.prefix(80))
    }
}
