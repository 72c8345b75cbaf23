/// How systemd wants words and paths to be written.
///
/// **Source:** systemd.syntax(7), and systemd.service(5), "Command lines".
enum SystemdText {
    /// A command line: words in quotes where needed, nothing expanded.
    static func command(_ words: [String]) -> String {
        words.map { word in
            let text = replacing("$", with: "$$", in: escaped(word))
            return word.allSatisfy(isPlain) && !word.isEmpty ? text : "\"\(text)\""
        }.joined(separator: " ")
    }

    /// An item of a list of paths or variables; a colon without quotes would part a path in two.
    static func item(_ text: String) -> String {
        let isBare = text.allSatisfy { isPlain($0) && $0 != ":" }
        return isBare ? escaped(text) : "\"\(escaped(text))\""
    }

    /// A value that is taken whole, to the end of the line.
    static func escaped(_ text: String) -> String {
        replacing("%", with: "%%", in: text)
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "/._-+:=@%$".contains(character))
    }

    private static func replacing(
        _ character: Character,
        with replacement: String,
        in text: String
    ) -> String {
        text.reduce(into: "") { result, next in
            if next == character { result += replacement } else { result.append(next) }
        }
    }
}
