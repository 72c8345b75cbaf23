import Glibc

/// What people read while they wait goes to standard error, results to standard output.
enum Console {
    static func note(_ text: String) {
        let line = Array("chandler-bench: \(text)\n".utf8)
        _ = Glibc.write(2, line, line.count)
    }

    static func result(_ text: String) {
        print(text)
        fflush(nil)
    }

    /// Prints figures and, below them, the goals that they decide.
    static func result(_ table: MarkdownTable, _ goals: [Goal]) {
        result(Self.text(table, goals))
    }

    /// Both tables with an empty line between them; without goals the figures alone.
    static func text(_ table: MarkdownTable, _ goals: [Goal]) -> String {
        goals.isEmpty ? table.text : "\(table.text)\n\n\(Goal.table(goals))"
    }
}
