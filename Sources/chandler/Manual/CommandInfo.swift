/// A command as the argument parser describes it in `--experimental-dump-help`.
struct CommandInfo: Decodable {
    /// The names of the commands above it, the program's first.
    var superCommands: [String]?
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [CommandInfo]?
    var arguments: [ArgumentInfo]?

    /// Such as `chandler db start`.
    var words: [String] { (superCommands ?? []) + [commandName] }

    /// Such as `chandler-db-start`.
    var pageName: String { words.joined(separator: "-") }

    /// The commands below that people see; the parser's own `help` is none of them.
    var children: [CommandInfo] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    /// The arguments that people see, without those that every command has.
    var ownArguments: [ArgumentInfo] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && argument.long != "help"
                && (argument.long != "version" || superCommands == nil)
        }
    }

    /// Whether it takes an option.
    func takes(_ long: String) -> Bool { ownArguments.contains { $0.long == long } }

    /// It and all below it.
    var all: [CommandInfo] { [self] + children.flatMap(\.all) }
}

/// An argument as the parser describes it.
struct ArgumentInfo: Decodable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        let kind: String
        let name: String

        /// Such as `--symbol`.
        var spelled: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: Kind
    var shouldDisplay: Bool
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?

    /// The long name without its dashes.
    var long: String? { names?.first { $0.kind == "long" }?.name }
}

/// The whole document.
struct ToolInfo: Decodable {
    let command: CommandInfo
}
