import ChandlerCore
import Yams

/// Makes a tree of values with their places out of a text, and refuses what pipelines do not use.
///
/// Of YAML there are mappings, lists and single values; no anchors, aliases, merge keys, tags and
/// further documents. What is refused is told once, and the rest of the tree is read all the same.
struct TreeBuilder {
    /// The deepest that values may lie in each other.
    private static let deepest = 24

    let source: SourceText
    private(set) var faults: [TextFault] = []
    /// Keys that were given other names so that the parser takes a mapping which has them twice.
    private var renamed: [Position: String] = [:]
    private var anchored: Set<Position> = []

    init(source: SourceText) {
        self.source = source
    }

    /// Reads the tree; `nil` where the text is no YAML, or empty.
    mutating func build() -> SourceNode? {
        guard let parsed = parse() else { return nil }
        // Nodes know their anchors as long as the parser lives.
        return withExtendedLifetime(parsed.parser) {
            guard let root = parsed.root else {
                faults.append(Self.empty(at: .start))
                return nil
            }
            let node = node(root, fallback: .start, path: "", depth: 0)
            guard case .nothing = node.content else { return node }
            faults.append(Self.empty(at: node.position))
            return nil
        }
    }

    private static func empty(at position: Position) -> TextFault {
        TextFault(
            position: position,
            message: "the file is empty: a pipeline has at least a name and something to do",
            hint: "\"chandler pipeline explain\" shows the keys"
        )
    }

    // MARK: - Parsing

    private mutating func parse() -> (parser: Yams.Parser, root: Node?)? {
        var text = source.text
        var hasMore = false
        var last = Position.start
        // Once for each key that is there twice; for large files not as often.
        for _ in 0..<min(200, max(8, 4_000_000 / max(1, text.utf8.count))) {
            do {
                let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
                let root = hasMore ? try parser.nextRoot() : try parser.singleRoot()
                return (parser, root)
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                last = Position(context.mark)
                guard let other = rename(at: last, in: text) else {
                    faults.append(
                        TextFault(
                            position: last,
                            message: "a key that begins here is given twice in its mapping"
                        )
                    )
                    return nil
                }
                text = other
            } catch YamlError.composer(_, let problem, let mark, _)
                where problem.contains("another document") && !hasMore
            {
                hasMore = true
                faults.append(
                    TextFault(
                        position: Position(mark),
                        message: "a second document begins here: a file holds one pipeline",
                        hint: "put it into a file of its own"
                    )
                )
            } catch {
                faults += SyntaxFault(source: source).faults(of: error)
                return nil
            }
        }
        faults.append(
            TextFault(
                position: last,
                message: "a key that begins here is given twice, and so are too many others"
            )
        )
        return nil
    }

    /// Gives a key another name of the same length, so that all places stay.
    private mutating func rename(at position: Position, in text: String) -> String? {
        let current = SourceText(text)
        guard let first = current.scalar(at: position) else { return nil }
        let isQuoted = first == "'" || first == "\""
        let rest = current.rest(from: position).dropFirst(isQuoted ? 1 : 0)
        // Its beginning is enough to make it another one.
        let name = rest.prefix { isQuoted ? $0 != first && $0 != "\\" : $0 != ":" && $0 != " " }
        let key = String(String.UnicodeScalarView(name))
        let count = name.count
        guard count > 0, renamed[position] == nil,
            let mark = Unicode.Scalar(0xF0000 + UInt32(renamed.count))
        else { return nil }
        renamed[position] = key
        var lines = current.lines
        let begin = position.column - 1 + (isQuoted ? 1 : 0)
        lines[position.line - 1].replaceSubrange(
            begin..<begin + count,
            with: repeatElement(mark, count: count)
        )
        return lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n")
    }

    /// A key as it was before it was renamed.
    private func name(_ parsed: String, at position: Position) -> String {
        guard let begin = renamed[position] else { return parsed }
        let rest = parsed.unicodeScalars.dropFirst(begin.unicodeScalars.count)
        return begin + String(String.UnicodeScalarView(rest))
    }

    // MARK: - The tree

    private mutating func node(
        _ node: Node,
        fallback: Position,
        path: String,
        depth: Int
    ) -> SourceNode {
        let position = node.mark.map(Position.init) ?? fallback
        if let refused = refusal(node, position, path, depth) { return refused }
        switch node {
        case .alias: return SourceNode(content: .refused, position: position)
        case .scalar(let scalar): return self.scalar(scalar, position, path, fallback)
        case .sequence(let sequence):
            let items = sequence.enumerated().map { index, item in
                self.node(item, fallback: position, path: "\(path)[\(index)]", depth: depth + 1)
            }
            return SourceNode(content: .list(items), position: position)
        case .mapping(let mapping):
            let entries = self.entries(mapping, path, depth)
            return SourceNode(content: .mapping(entries), position: position)
        }
    }

    /// What stands for a node that pipelines cannot hold.
    private mutating func refusal(
        _ node: Node,
        _ position: Position,
        _ path: String,
        _ depth: Int
    ) -> SourceNode? {
        if node.anchor != nil {
            if anchored.insert(position).inserted {
                fault(
                    position,
                    path,
                    "an anchor (&name) stands here; pipelines have no anchors and aliases (*name)",
                    "write the value where it is needed"
                )
            }
            return SourceNode(content: .refused, position: position)
        }
        let tag =
            switch node {
            case .scalar(let scalar): scalar.tag.rawValue
            case .sequence(let sequence): sequence.tag.rawValue
            case .mapping(let mapping): mapping.tag.rawValue
            case .alias: ""
            }
        if source.scalar(at: position) == "!", !tag.isEmpty {
            fault(position, path, "a tag (!name) stands here; pipelines have none", "remove it")
            return SourceNode(content: .refused, position: position)
        }
        guard depth > Self.deepest else { return nil }
        fault(position, path, "values lie more than \(Self.deepest) deep in each other here")
        return SourceNode(content: .refused, position: position)
    }

    private mutating func scalar(
        _ scalar: Node.Scalar,
        _ position: Position,
        _ path: String,
        _ fallback: Position
    ) -> SourceNode {
        let isPlain = scalar.style == .plain
        if isPlain, scalar.string.isEmpty {
            return SourceNode(content: .nothing, position: fallback)
        }
        let place = source.columns(of: scalar.string, at: position)
        if isPlain, ["~", "null", "Null", "NULL"].contains(scalar.string) {
            return SourceNode(content: .nothing, position: position, length: place?.length)
        }
        if Secrets.holds(scalar.string) {
            faults.append(
                TextFault(
                    position: position,
                    length: place?.length,
                    keyPath: path,
                    message: "a password, key or hook stands here (not repeated): pipeline files "
                        + "hold no secrets",
                    hint:
                        "put it into a variable of the environment and write the variable's name; "
                        + "change it where others could read the file"
                )
            )
            return SourceNode(content: .refused, position: position, length: place?.length)
        }
        let value = SourceScalar(text: scalar.string, isPlain: isPlain, columns: place?.columns)
        return SourceNode(content: .scalar(value), position: position, length: place?.length)
    }

    private mutating func entries(
        _ mapping: Node.Mapping,
        _ path: String,
        _ depth: Int
    ) -> [SourceEntry] {
        var entries: [SourceEntry] = []
        var seen: [String: Position] = [:]
        for (key, value) in mapping {
            guard let mark = key.mark else { continue }
            let position = Position(mark)
            guard case .scalar(let scalar) = key, key.anchor == nil else {
                fault(position, path, "the key here is no text", "write it as name: value")
                continue
            }
            let name = self.name(scalar.string, at: position)
            let length = source.columns(of: name, at: position)?.length
            let valuePath = path.isEmpty ? name : "\(path).\(name)"
            if name == "<<" {
                fault(
                    position,
                    path,
                    "a merge key (<<) stands here; pipelines have none",
                    "write the keys where they are needed"
                )
                continue
            }
            if let first = seen[name] {
                faults.append(
                    TextFault(
                        position: position,
                        length: length,
                        keyPath: valuePath,
                        message: "the key \(Secrets.shown(name)) is given twice; the first is in "
                            + "line \(first.line)",
                        hint: "remove one"
                    )
                )
                continue
            }
            seen[name] = position
            var child = node(value, fallback: position, path: valuePath, depth: depth + 1)
            if case .nothing = child.content, child.position == position { child.length = length }
            entries.append(
                SourceEntry(key: name, position: position, length: length, value: child)
            )
        }
        return entries
    }

    private mutating func fault(
        _ position: Position,
        _ path: String,
        _ message: String,
        _ hint: String? = nil
    ) {
        faults.append(
            TextFault(position: position, keyPath: path, message: message, hint: hint)
        )
    }
}

extension Position {
    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}
