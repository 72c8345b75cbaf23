import Yams

/// What the parser of YAML refuses, in words for whoever wrote the file.
struct SyntaxFault {
    let source: SourceText

    /// The faults behind an error of the parser.
    func faults(of error: any Error) -> [TextFault] {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let tabs = problem.contains("cannot start any token") ? tabs() : []
            return tabs.isEmpty ? [fault(context, problem, min(Position(mark), source.end))] : tabs
        case YamlError.reader(let problem, _, _, _):
            return [TextFault(position: .start, message: "the text is no YAML: \(problem)")]
        default:
            return [TextFault(position: .start, message: "the text is no YAML")]
        }
    }

    /// All lines that are indented by tabs.
    private func tabs() -> [TextFault] {
        source.lines.enumerated().compactMap { row, line in
            let indentation = line.prefix { $0 == " " || $0 == "\t" }
            guard let offset = indentation.firstIndex(of: "\t"), indentation.count < line.count
            else { return nil }
            return TextFault(
                position: Position(line: row + 1, column: offset + 1),
                length: 1,
                message: "the line is indented by a tab, which YAML does not allow",
                hint: "indent with spaces"
            )
        }
    }

    private func fault(
        _ context: YamlError.Context?,
        _ problem: String,
        _ mark: Position
    ) -> TextFault {
        let begin = context.map { Position($0.mark) }
        let task = context?.text ?? ""
        if task.contains("quoted scalar"), problem.contains("end of stream") {
            return TextFault(
                position: begin ?? mark,
                message: "the quote that begins here is never closed"
            )
        }
        if task.contains("alias") || task.contains("anchor"), let begin {
            return TextFault(
                position: begin,
                message: "a value cannot begin with * or & in YAML",
                hint: "write it in quotes, such as cron: \"*/5 * * * *\""
            )
        }
        if problem.contains("undefined alias") {
            return TextFault(
                position: mark,
                message: "an alias (*name) stands here; pipelines have no anchors and aliases",
                hint: "a value that begins with * is written in quotes"
            )
        }
        if problem.contains("could not find expected ':'"), let begin {
            return TextFault(
                position: begin,
                message: "a key was expected here, and a \":\" after it",
                hint: "write name: value, or check the indentation"
            )
        }
        return other(problem, task, mark, begin)
    }

    private func other(
        _ problem: String,
        _ task: String,
        _ mark: Position,
        _ begin: Position?
    ) -> TextFault {
        if problem.contains("mapping values are not allowed") {
            return TextFault(
                position: mark,
                length: 1,
                message: "a \":\" cannot stand here",
                hint: "check the indentation, or write a text that holds \": \" in quotes"
            )
        }
        if problem.contains("',' or ']'") || problem.contains("',' or '}'") {
            let (kind, end) = problem.contains("]") ? ("list", "]") : ("mapping", "}")
            let place = begin.map { " that begins in line \($0.line), column \($0.column)" } ?? ""
            return TextFault(
                position: mark,
                message: "a \",\" or the \"\(end)\" of the \(kind)\(place) was expected here"
            )
        }
        if problem.contains("did not find expected key")
            || problem.contains("expected '-' indicator")
            || problem.contains("block sequence entries are not allowed")
        {
            let kind =
                task.contains("collection") || problem.contains("sequence") ? "list" : "mapping"
            let place = begin.map { " of the \(kind) that begins in line \($0.line)" } ?? ""
            return TextFault(
                position: mark,
                message: "what stands here does not fit the indentation\(place)",
                hint: "keys of one mapping, and the \"-\" of one list, begin in the same column"
            )
        }
        if problem.contains("cannot start any token"), let found = source.scalar(at: mark) {
            return TextFault(
                position: mark,
                length: 1,
                message: "a value cannot begin with \"\(found)\" in YAML",
                hint: "write it in quotes"
            )
        }
        let words = task.isEmpty ? problem : "\(task): \(problem)"
        return TextFault(position: mark, message: "the text is no YAML here: \(words)")
    }
}
