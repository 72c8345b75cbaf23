/// An address from the environment whose path and query may be keys, as those of webhooks are.
struct SecretAddress {
    /// Scheme, user name, host and path, without query and without a slash at the end.
    let base: String
    /// The query with its question mark; empty where there is none.
    let query: String
    /// The variable, by which messages name the address.
    let variable: String

    /// Reads an address.
    ///
    /// - Throws: ``TelemetryError`` with code `badAddress`, which shows nothing of it.
    init(_ text: String, variable: String) throws(TelemetryError) {
        let text = text.prefix { $0 != "#" }
        let head = text.prefix { $0 != "?" }
        let hasScheme = ["http://", "https://"].contains { head.lowercased().hasPrefix($0) }
        guard hasScheme, head.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            let host = head.firstRange(of: "://")?.upperBound, host < head.endIndex
        else {
            throw TelemetryError(
                .badAddress,
                "the variable \(variable) holds no address that begins with http:// or https://"
            )
        }
        var base = String(head)
        while base.hasSuffix("/"), !base.hasSuffix("://") { base.removeLast() }
        self.base = base
        query = String(text.dropFirst(head.count))
        self.variable = variable
    }

    /// Words of a server's answer for a message; `nil` where they repeat a part of the address.
    func harmless(_ words: String) -> String? {
        let afterScheme = base.drop { $0 != ":" }.dropFirst(3)
        let authority = afterScheme.prefix { $0 != "/" }
        let userInfo = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
        let path = afterScheme.dropFirst(authority.count)
        let parts =
            userInfo.split { ":%".contains($0) } + path.split(separator: "/")
            + query.split { "?&=%".contains($0) }
        let isRepeated = parts.contains { $0.count >= 4 && words.contains($0) }
        return isRepeated || words.isEmpty ? nil : words
    }
}
