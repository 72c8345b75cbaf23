/// The colours of a terminal, or none.
struct TerminalInk: Sendable {
    /// What a character belongs to.
    enum Role: Sendable, Hashable {
        case plain
        case up
        case down
        case faint
        case overlay(Int)
    }

    let hasColor: Bool

    /// Characters with their roles as text: equal neighbours share one colour sequence.
    func line(_ cells: [(Character, Role)]) -> String {
        guard hasColor else { return trimmed(String(cells.map(\.0))) }
        var text = ""
        var current = Role.plain
        for (character, role) in cells {
            // A space has no colour.
            let role = character == " " ? current : role
            if role != current {
                if current != .plain { text += "\u{1B}[0m" }
                text += code(role)
                current = role
            }
            text.append(character)
        }
        text = trimmed(text)
        return current == .plain ? text : text + "\u{1B}[0m"
    }

    private func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }

    private func code(_ role: Role) -> String {
        switch role {
        case .plain: ""
        case .up: "\u{1B}[32m"
        case .down: "\u{1B}[31m"
        case .faint: "\u{1B}[2m"
        case .overlay(let index): "\u{1B}[\([36, 33, 35, 34][index % 4])m"
        }
    }

    /// Which parts of the body and of the wick are in the two halves of a cell.
    static func glyph(
        body: (upper: Bool, lower: Bool),
        wick: (upper: Bool, lower: Bool),
        isBlock: Bool
    ) -> Character {
        switch (body, wick) {
        case ((true, true), _): isBlock ? "█" : "┃"
        case ((true, false), (_, true)): isBlock ? "▀" : "╿"
        case ((true, false), _): isBlock ? "▀" : "╹"
        case ((false, true), (true, _)): isBlock ? "▄" : "╽"
        case ((false, true), _): isBlock ? "▄" : "╻"
        case (_, (true, true)): "│"
        case (_, (true, false)): "╵"
        case (_, (false, true)): "╷"
        default: " "
        }
    }

    /// Eighths of a cell from below.
    static func eighths(_ count: Int) -> Character {
        [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][min(max(0, count), 8)]
    }
}
