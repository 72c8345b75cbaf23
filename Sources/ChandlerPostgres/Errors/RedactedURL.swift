/// A connection string that may be shown: what could be a password is `***`.
///
/// Takes anything that was meant as a connection string, valid or not, and hides rather too much
/// than too little: in a URI everything between the first colon of the authority and the last `@`,
/// and the values of all query keys but well-known harmless ones; in a `keyword=value` string the
/// same, and everything from the first secret value on.
public struct RedactedURL: Sendable, Hashable, CustomStringConvertible {
    /// The text without secrets.
    public let description: String

    /// Hides the secrets of a connection string.
    public init(_ text: String) {
        if let separator = text.firstRange(of: "://") {
            let tail = Self.redactAfterScheme(text[separator.upperBound...])
            description = String(text[..<separator.upperBound]) + tail
        } else {
            description = Self.redactKeywordString(text)
        }
    }

    /// Redacts the part of a URI that follows `://`.
    static func redactAfterScheme(_ rest: Substring) -> String {
        if let at = rest.lastIndex(of: "@") {
            let userInfo = hideAfterColon(rest[..<at], unlessPort: false)
            return userInfo + redactQuery(rest[at...])
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        return hideAfterColon(rest[..<end], unlessPort: true) + redactQuery(rest[end...])
    }

    private static func hideAfterColon(_ authority: Substring, unlessPort: Bool) -> String {
        let start = authority.first == "[" ? authority.firstIndex(of: "]") : nil
        guard let colon = authority[(start ?? authority.startIndex)...].firstIndex(of: ":") else {
            return String(authority)
        }
        if unlessPort, isHostList(authority) { return String(authority) }
        return "\(authority[...colon])\(Redaction.mask)"
    }

    private static func isHostList(_ authority: Substring) -> Bool {
        authority.split(separator: ",").allSatisfy { host in
            guard let colon = host.lastIndex(of: ":") else { return true }
            return host[host.index(after: colon)...].utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    private static func redactQuery(_ text: Substring) -> String {
        guard let mark = text.firstIndex(of: "?") else { return String(text) }
        let pairs = text[text.index(after: mark)...]
            .split(separator: "&", omittingEmptySubsequences: false)
            .map(redactPair)
        return "\(text[...mark])\(pairs.joined(separator: "&"))"
    }

    private static func redactPair(_ pair: Substring) -> String {
        guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
        let key = PercentEncoding.decode(pair[..<equals]) ?? ""
        return isHarmless(key) ? String(pair) : "\(pair[...equals])\(Redaction.mask)"
    }

    /// A misspelt `pasword` is secret too, so only known keywords show their values.
    private static func isHarmless(_ keyword: String) -> Bool {
        let known = [
            "host", "hostaddr", "port", "dbname", "user", "service", "sslmode", "sslrootcert",
            "sslcert", "sslkey", "sslcrl", "connect_timeout", "application_name", "passfile",
            "target_session_attrs", "channel_binding", "gssencmode", "client_encoding",
        ]
        return known.contains(keyword)
    }

    private static func redactKeywordString(_ text: String) -> String {
        let lower = text.asciiLowercased
        let places = Redaction.secretKeywords.compactMap { lower.firstRange(of: $0)?.upperBound }
        if let first = places.min() {
            let kept = text.utf8.prefix(lower.utf8.distance(from: lower.startIndex, to: first))
            return "\(String(decoding: Array(kept), as: UTF8.self))=\(Redaction.mask)"
        }
        guard let at = text.lastIndex(of: "@") else {
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            return words.map(redactPair).joined(separator: " ")
        }
        return hideAfterColon(text[..<at], unlessPort: false) + text[at...]
    }
}
