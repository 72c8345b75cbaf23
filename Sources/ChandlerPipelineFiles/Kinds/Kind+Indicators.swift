import ChandlerCore
import ChandlerIndicators

extension Kind where Value == IndicatorSet {
    private static var item: Shape {
        Shape.text(
            Shape.TextRule(
                words: "core (25 columns), full (72), none, or names such as rsi_14, sma_37",
                pattern: "^[a-z0-9_.]+(\\s*,\\s*[a-z0-9_.]+)*$"
            )
        )
    }

    /// A selection: a word, names with commas between them, or a list of such.
    static var indicators: Kind {
        Kind(
            shape: .list(of: item, isUnique: false, mayBeEmpty: false),
            literal: literal,
            read: { node, path, inspection in
                guard case .list(let nodes) = node.content else {
                    return read(node, path, &inspection)
                }
                inspection.note(node, path)
                guard !nodes.isEmpty else {
                    inspection.report(
                        "\(Inspection.name(path)) is an empty list",
                        hint: "write none for no indicators",
                        about: path
                    )
                    return nil
                }
                var all = IndicatorSet.none
                var isSound = true
                for (index, node) in nodes.enumerated() {
                    if let set = read(node, "\(path)[\(index)]", &inspection) {
                        all = all.union(set)
                    } else {
                        isSound = false
                    }
                }
                return isSound ? all : nil
            }
        )
    }

    @Sendable private static func literal(_ set: IndicatorSet) -> Literal? {
        switch set {
        case .core: .text("core")
        case .full: .text("full")
        case .none: .text("none")
        default: .list(set.names.map { .text($0) })
        }
    }

    /// Reads names with commas between them; each that is wrong is told at its place.
    private static func read(
        _ node: SourceNode,
        _ path: String,
        _ inspection: inout Inspection
    ) -> IndicatorSet? {
        guard let scalar = inspection.scalar(node, path, item.words) else { return nil }
        var all = IndicatorSet.none
        var isSound = true
        var offset = 0
        for part in scalar.text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
            let begin = offset + part.prefix(while: \.isWhitespace).count
            let characters = begin..<begin + name.count
            offset += part.count + 1
            do throws(IndicatorError) {
                all = all.union(try IndicatorSet(parsing: String(name.reversed())))
            } catch {
                isSound = false
                inspection.refuse(scalar, of: node, path, refusal(error, characters))
            }
        }
        return isSound ? all : nil
    }

    private static func refusal(_ error: IndicatorError, _ characters: Range<Int>) -> Refusal {
        let name = error.name.map(Secrets.shown) ?? "here"
        let words =
            switch error.code {
            case .unknownName: "the indicator \(name) is not known"
            case .emptyList: "the name of an indicator was expected"
            default: Secrets.holds(error.message) ? "it is no indicator" : error.reason
            }
        return Refusal(
            message: words,
            isWhole: true,
            hint: nearest(error).map { "did you mean \"\($0)\"?" },
            characters: characters
        )
    }
}

extension Kind where Value == IndicatorSet {
    /// What was probably meant: a word for many, cut short or misspelt, or the nearest name.
    private static func nearest(_ error: IndicatorError) -> String? {
        guard let name = error.name, error.code == .unknownName else { return error.nearest.first }
        return NearestWord.to(name, among: ["core", "full", "none"]) ?? error.nearest.first
    }
}

extension IndicatorError {
    /// The message without what was being done.
    fileprivate var reason: String {
        let begin = "choose indicators: "
        return message.hasPrefix(begin) ? String(message.dropFirst(begin.count)) : message
    }
}
