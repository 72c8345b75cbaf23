import ArgumentParser

/// The command that a command line names, known before its arguments are parsed.
enum CommandName {
    /// That of this process, such as `db migrate`; `chandler` where it names none.
    static let current = of(CommandLine.arguments)

    /// The words that name a command and its subcommands.
    static func of(_ arguments: [String]) -> String {
        var command: any ParsableCommand.Type = Chandler.self
        var words: [String] = []
        for word in arguments.dropFirst() {
            let next = command.configuration.subcommands.first {
                $0._commandName == word || $0.configuration.aliases.contains(word)
            }
            guard let next else { break }
            words.append(next._commandName)
            command = next
        }
        return words.isEmpty ? "chandler" : words.joined(separator: " ")
    }
}
