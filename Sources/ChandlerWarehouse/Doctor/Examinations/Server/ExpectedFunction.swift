import ChandlerStore

/// A function as the migrations make it.
struct ExpectedFunction: Equatable {
    /// With its schema where that is not the one of the tables.
    let name: String
    let body: String
    let actsAsOwner: Bool
    /// The setting of the function; nil where it has none.
    let searchPath: String?

    /// Every function, the newest statement of each.
    ///
    /// - Parameters:
    ///   - version: The version of the schema.
    ///   - place: The quoted schema of the tables.
    /// - Returns: The functions in the order in which they are made.
    static func all(upTo version: Int, in place: String) -> [ExpectedFunction] {
        var found: [ExpectedFunction] = []
        for migration in Migration.all where migration.version <= version {
            for function in functions(in: migration.up, place) {
                found.removeAll { $0.name == function.name }
                found.append(function)
            }
        }
        return found
    }

    private static func functions(in text: String, _ place: String) -> [ExpectedFunction] {
        var functions: [ExpectedFunction] = []
        var rest = text[...]
        // Text that goes through format() before it is executed.
        var isFormatted = false
        while let start = rest.firstRange(of: "FUNCTION ") {
            let before = rest[..<start.lowerBound]
            isFormatted = isFormatted != (before.ranges(of: "$create$").count % 2 == 1)
            rest = rest[start.upperBound...]
            guard before.hasSuffix("CREATE ") || before.hasSuffix("CREATE OR REPLACE "),
                let opening = rest.firstRange(of: "$$"),
                let closing = rest[opening.upperBound...].firstRange(of: "$$")
            else { continue }
            let head = rest[..<opening.lowerBound]
            let body = String(rest[opening.upperBound..<closing.lowerBound])
            functions.append(
                ExpectedFunction(
                    name: String(head.prefix { $0 != "(" }),
                    body: isFormatted
                        ? body.replacing("%1$I", with: place).replacing("%%", with: "%") : body,
                    actsAsOwner: head.contains("SECURITY DEFINER"),
                    searchPath: searchPath(head, place)
                )
            )
            rest = rest[closing.upperBound...]
        }
        return functions
    }

    /// All of schema `chandler_upkeep` have one, set at the end of their migration.
    private static func searchPath(_ head: Substring, _ place: String) -> String? {
        if head.hasPrefix("chandler_upkeep.") { return "search_path=\(place), pg_temp" }
        guard let setting = head.firstRange(of: "search_path = ") else { return nil }
        let words = head[setting.upperBound...].split(whereSeparator: \.isWhitespace)
        let names = words.prefix { $0 != "SET" && $0 != "AS" }.joined(separator: " ")
        return "search_path=\(names)"
    }

    /// What is wrong with the functions of its name; nil where one of them is as it must be.
    func difference(from live: [LiveFunction]) -> String? {
        guard let first = live.first else { return "\(name) is missing" }
        let isThere = live.contains {
            $0.body == body && $0.actsAsOwner == actsAsOwner && $0.searchPath == searchPath
        }
        if isThere { return nil }
        if first.body != body { return "\(name) has another body" }
        if first.actsAsOwner != actsAsOwner {
            return "\(name) \(first.actsAsOwner ? "acts" : "does not act") as its owner"
        }
        return "\(name) has \(first.searchPath ?? "no search_path")"
    }
}
