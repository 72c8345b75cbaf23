/// The text of a user's crontab.
public struct Crontab: Sendable, Hashable {
    /// The text, as `crontab -` takes it.
    public private(set) var text: String

    /// Takes the text as `crontab -l` prints it.
    public init(_ text: String) {
        self.text = text
    }

    /// Puts a pipeline's lines at the end, in place of those that were there.
    ///
    /// - Throws: ``ScheduleError`` of code `configuration` where marks do not fit together.
    public mutating func install(
        _ block: CrontabBlock,
        name: String
    ) throws(ScheduleError) {
        try remove(name)
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        text += block.lines.joined(separator: "\n") + "\n"
    }

    /// Removes a pipeline's lines; all others stay as they are.
    ///
    /// - Returns: Whether there were any.
    /// - Throws: ``ScheduleError`` of code `configuration` where marks do not fit together.
    @discardableResult
    public mutating func remove(_ name: String) throws(ScheduleError) -> Bool {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var kept: [String] = []
        var opened: Int?
        var found = false
        for (index, line) in all.enumerated() {
            switch line {
            case CrontabBlock.begin(name):
                if let opened { throw Self.unbalanced(name, "begin", line: opened) }
                opened = index + 1
            case CrontabBlock.end(name):
                guard opened != nil else { throw Self.unbalanced(name, "end", line: index + 1) }
                opened = nil
                found = true
            default: if opened == nil { kept.append(line) }
            }
        }
        if let opened { throw Self.unbalanced(name, "begin", line: opened) }
        if found { text = kept.joined(separator: "\n") }
        return found
    }

    /// The names of the pipelines that have lines in it.
    public var names: [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "#", words[1] == "chandler", words[3] == "begin"
            else { return nil }
            return String(words[2])
        }
    }

    private static func unbalanced(_ name: String, _ mark: String, line: Int) -> ScheduleError {
        ScheduleError(
            .configuration,
            "the crontab's line \(line) is the \(mark) of pipeline \(name) without the other mark; "
                + "nothing was changed",
            hint: "mend it with \"crontab -e\""
        )
    }
}
