import ArgumentParser
import Foundation

/// A manual page of one command, in mdoc(7).
struct ManualPage {
    /// The day that pages of this version bear; it changes with the version, not with the build.
    static let date = "November 21, 2026"

    private let command: CommandInfo
    private let isRoot: Bool
    private var lines: [String] = []

    /// Composes the page of a command.
    init(_ command: CommandInfo) {
        self.command = command
        isRoot = command.superCommands == nil
        compose()
    }

    /// The file's name, such as `chandler-ingest.1`.
    var fileName: String { command.pageName + ".1" }

    /// The page's source.
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// The pages of all commands that people see.
    static func all() throws -> [ManualPage] {
        let document = Data(Chandler._dumpHelp().utf8)
        return try JSONDecoder().decode(ToolInfo.self, from: document).command.all
            .map(ManualPage.init)
    }

    private mutating func compose() {
        lines = [
            ".Dd \(Self.date)", ".Dt \(command.pageName.uppercased()) 1",
            ".Os chandler \(Chandler.version)",
        ]
        section("NAME")
        lines.append(".Nm \(command.pageName)")
        lines.append(".Nd \(ManualText.argument(summary))")
        synopsis()
        description()
        commands()
        options()
        variables()
        files()
        exitStatus()
        examples()
        relatives()
    }

    /// The abstract as a name line has it: without its period, beginning small.
    private var summary: String {
        var text = (command.abstract ?? "")[...]
        if text.hasSuffix(".") { text.removeLast() }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private mutating func section(_ title: String) { lines.append(".Sh \(title)") }

    private mutating func synopsis() {
        section("SYNOPSIS")
        lines.append(".Nm \(command.words.joined(separator: " "))")
        if !command.children.isEmpty {
            lines += [".Ar command", ".Op Ar option ..."]
            return
        }
        let optional = command.ownArguments.filter(\.isOptional)
        for argument in command.ownArguments where !argument.isOptional {
            lines.append("." + argument.macro)
        }
        if optional.count > 9 {
            lines.append(".Op Ar option ...")
        } else {
            lines += optional.map { ".Op \($0.macro)\($0.isRepeating ? " ..." : "")" }
        }
    }

    private mutating func description() {
        section("DESCRIPTION")
        lines += ManualText.sentences(command.abstract ?? "")
        for block in Self.leading(command.discussion) { append(block) }
    }

    private mutating func append(_ block: ManualText.Block) {
        switch block {
        case .heading(let title): lines.append(".Ss \(ManualText.argument(title))")
        case .paragraph(let text): lines += [".Pp"] + ManualText.sentences(text)
        case .literal(let text):
            lines.append(".Bd -literal -offset indent")
            for line in text {
                lines.append(ManualText.line(line.hasPrefix("  ") ? line.dropFirst(2) : line[...]))
            }
            lines.append(".Ed")
        }
    }

    private mutating func commands() {
        guard !command.children.isEmpty else { return }
        section("COMMANDS")
        list(command.children.map { (".It Xr \($0.pageName) 1", $0.abstract ?? "") })
    }

    private mutating func options() {
        let arguments = command.ownArguments
        guard !arguments.isEmpty else { return }
        section("OPTIONS")
        list(arguments.filter { $0.sectionTitle == nil }.map { (".It \($0.macro)", $0.words) })
        var titles: [String] = []
        for title in arguments.compactMap(\.sectionTitle) where !titles.contains(title) {
            titles.append(title)
            lines.append(".Ss \(ManualText.argument(title))")
            let titled = arguments.filter { $0.sectionTitle == title }
            list(titled.map { (".It \($0.macro)", $0.words) })
        }
    }

    private mutating func variables() {
        let variables = ManualTables.variables(of: command, isRoot: isRoot)
        guard !variables.isEmpty else { return }
        section("ENVIRONMENT")
        list(variables.map { (".It Ev \(ManualText.argument($0.name))", $0.meaning) })
    }

    private mutating func files() {
        guard isRoot || command.takes("database-url") else { return }
        section("FILES")
        list(ManualTables.files.map { (".It Pa \(ManualText.argument($0.name))", $0.meaning) })
    }

    private mutating func exitStatus() {
        section("EXIT STATUS")
        list(ManualTables.exitCodes(of: command).map { (".It \($0.name)", $0.meaning) })
    }

    private mutating func examples() {
        let blocks = ManualText.blocks(command.discussion ?? "")
        guard let start = blocks.firstIndex(of: .heading("EXAMPLES")) else { return }
        section("EXAMPLES")
        for block in blocks[(start + 1)...].prefix(while: { !$0.isHeading }) {
            // A section does not begin with an empty line.
            if case .paragraph(let text) = block {
                lines += ManualText.sentences(text)
            } else {
                append(block)
            }
        }
    }

    private mutating func relatives() {
        let parents = command.superCommands ?? []
        let above = parents.indices.map { parents[...$0].joined(separator: "-") }
        let names = above + command.children.map(\.pageName)
        guard !names.isEmpty else { return }
        section("SEE ALSO")
        for (index, name) in names.sorted().enumerated() {
            lines.append(".Xr \(name) 1" + (index + 1 < names.count ? " ," : ""))
        }
    }

    private mutating func list(_ items: [(head: String, text: String)]) {
        guard !items.isEmpty else { return }
        lines.append(".Bl -tag -width Ds")
        for item in items { lines += [item.head] + ManualText.sentences(item.text) }
        lines.append(".El")
    }

    /// A discussion without the sections that have a place of their own.
    private static func leading(_ discussion: String?) -> [ManualText.Block] {
        var isElsewhere = false
        return ManualText.blocks(discussion ?? "").filter { block in
            if case .heading(let title) = block {
                isElsewhere = ["EXAMPLES", "EXIT CODES"].contains(title)
            }
            return !isElsewhere
        }
    }
}

extension ManualText.Block {
    fileprivate var isHeading: Bool {
        if case .heading = self { true } else { false }
    }
}

extension ArgumentInfo {
    /// Such as `Fl -symbol Ar symbol`.
    fileprivate var macro: String {
        let value = "Ar " + ManualText.argument(valueName ?? "value")
        guard kind != .positional else { return value }
        let flags = (names ?? []).map { "Fl \(ManualText.argument($0.spelled.dropFirst()))" }
            .joined(separator: " , ")
        return kind == .flag ? flags : "\(flags) \(value)"
    }

    /// What it means, and its default.
    fileprivate var words: String {
        var words = [abstract, discussion].compactMap { $0 }
        if kind != .flag, let defaultValue { words.append("The default is \(defaultValue).") }
        return words.joined(separator: " ")
    }
}
