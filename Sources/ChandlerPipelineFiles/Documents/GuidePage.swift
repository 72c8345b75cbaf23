/// Sets the documentation of keys on a page.
struct GuidePage {
    let width: Int

    /// A line or two for each key.
    func overview(_ keys: [KeyGuide]) -> String {
        let head = [
            "The keys of a pipeline file; all times are UTC. \"*\" marks what must be given, \"[]\" a "
                + "list.",
            "\"chandler pipeline explain KEY.PATH\" says all about one.",
            "",
        ]
        return (head + rows(keys)).joined(separator: "\n")
    }

    /// All about one key, and the keys below it.
    func detail(_ key: KeyGuide, below: [KeyGuide]) -> String {
        var lines = [key.path, ""] + wrapped(key.about, indentation: 2)
        lines.append("")
        lines += entry("takes", key.takes)
        if key.isRequired {
            lines += entry("default", "none: it must be given")
        } else if let otherwise = key.otherwise {
            lines += entry(key.hasDefault ? "default" : "without", otherwise)
        }
        for rule in key.rules { lines += entry("needs", rule) }
        let example = key.example.split(separator: "\n").map(String.init)
        lines.append("  example   \(example.first ?? "")")
        lines += example.dropFirst().map { "            \($0)" }
        if !below.isEmpty { lines += ["", "KEYS"] + rows(below) }
        return lines.joined(separator: "\n")
    }

    private func entry(_ name: String, _ text: String) -> [String] {
        let lines = wrapped(text, indentation: 12)
        let head = "  " + name + String(repeating: " ", count: max(1, 10 - name.count))
        return [head + (lines.first?.dropFirst(12) ?? "")] + lines.dropFirst()
    }

    private func rows(_ keys: [KeyGuide]) -> [String] {
        let base = keys.map(\.depth).min() ?? 0
        let names = keys.map { key in
            String(repeating: "  ", count: key.depth - base + 1) + key.key
                + (key.isRequired ? " *" : "")
        }
        let indentation = (names.map(\.count).max() ?? 0) + 2
        return zip(keys, names).flatMap { key, name -> [String] in
            var text = key.about
            if key.hasDefault, let value = key.otherwise { text += " (default \(value))" }
            let lines = wrapped(text, indentation: indentation)
            let padding = String(repeating: " ", count: indentation - name.count)
            return [name + padding + (lines.first?.dropFirst(indentation) ?? "")]
                + lines.dropFirst()
        }
    }

    /// Words in lines that are no wider than the page.
    private func wrapped(_ text: String, indentation: Int) -> [String] {
        let margin = String(repeating: " ", count: indentation)
        var lines: [String] = []
        var line = margin
        for word in text.split(separator: " ") {
            if line.count > indentation, line.count + 1 + word.count > max(width, indentation + 20)
            {
                lines.append(line)
                line = margin
            }
            line += (line.count > indentation ? " " : "") + word
        }
        return lines + [line]
    }
}
