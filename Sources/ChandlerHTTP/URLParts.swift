/// The parts of a URL that the module looks at; curl alone decides whether a URL is valid.
struct URLParts: Equatable {
    /// Lower case, or nil where the text has no `://`.
    let scheme: String?
    /// Host and port, without user name and password.
    let authority: String
    /// From the first slash up to the query.
    let path: String
    /// After the question mark, without the fragment; nil where there is none.
    let query: String?

    /// Takes a URL apart; every text gives some parts.
    init(_ text: String) {
        var rest = Substring(text)
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        } else {
            query = nil
        }
        if let separator = Self.schemeEnd(rest) {
            scheme = rest[..<separator].lowercased()
            rest = rest[rest.index(separator, offsetBy: 3)...]
        } else {
            scheme = nil
        }
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[pathStart...])
        rest = rest[..<pathStart]
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        authority = String(rest)
    }

    /// Scheme, host and port: what one connection belongs to.
    var origin: String {
        "\(scheme ?? "")://\(authority.lowercased())"
    }

    /// Host and port in lower case, the port also where the scheme implies it.
    var hostAndPort: String {
        let host = authority.lowercased()
        // In an IPv6 address colons stand within brackets.
        let afterBracket = host.lastIndex(of: "]").map { host[$0...] } ?? host[...]
        guard !afterBracket.contains(":") else { return host }
        return scheme == "http" ? host + ":80" : host + ":443"
    }

    private static func schemeEnd(_ text: Substring) -> Substring.Index? {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            return nil
        }
        return colon
    }
}
