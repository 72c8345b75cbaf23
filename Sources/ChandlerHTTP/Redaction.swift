/// Decides what may be shown of URLs and headers.
enum Redaction {
    /// What stands in place of a secret.
    static let mask = "***"

    /// Query names that carry a secret, in lower case without `-`, `_` and `.`; just `token` is
    /// none, because aggregators mean a coin by it.
    private static let secretNames: Set<String> = [
        "auth", "authorization", "key", "sign", "sig", "pwd", "jwt", "bearer", "cookie",
    ]

    /// Parts that make a longer query or header name secret, written the same way.
    private static let secretParts = [
        "signature", "apikey", "accesskey", "secret", "password", "passphrase", "accesstoken",
        "authtoken", "apitoken", "sessiontoken", "apisign", "accesssign", "credential",
    ]

    /// Parts that make a header name secret, besides those of query names.
    private static let secretHeaderParts = ["authorization", "cookie", "token", "jwt"]

    /// Says whether the value of this query parameter must not be shown.
    static func isSecret(queryName: String) -> Bool {
        let name = folded(percentDecoded(queryName))
        return secretNames.contains(name) || secretParts.contains { name.contains($0) }
    }

    /// Says whether the value of this header must not be shown.
    ///
    /// Every name that ends in `-KEY` or `-SIGN` counts, whichever venue uses it.
    static func isSecret(headerName: String) -> Bool {
        let name = folded(headerName)
        return secretNames.contains(name) || name.hasSuffix("key") || name.hasSuffix("sign")
            || secretParts.contains { name.contains($0) }
            || secretHeaderParts.contains { name.contains($0) }
    }

    /// The URL without user name, password, fragment and the values of secret parameters.
    static func url(_ text: String) -> String {
        let parts = URLParts(text)
        let head = parts.scheme.map { "\($0)://" } ?? ""
        guard let query = parts.query else { return head + parts.authority + parts.path }
        let shown = query.split(separator: "&", omittingEmptySubsequences: false).map(parameter)
        return head + parts.authority + parts.path + "?" + shown.joined(separator: "&")
    }

    /// The URL without all that follows its host: ``mask`` stands for a path or query that there is.
    static func host(_ text: String) -> String {
        let parts = URLParts(text)
        let head = (parts.scheme.map { "\($0)://" } ?? "") + parts.authority
        return ["", "/"].contains(parts.path) && parts.query == nil ? head : "\(head)/\(mask)"
    }

    /// The secrets in a URL, as they are written there: user name, password and secret values.
    static func secrets(in url: String) -> [Substring] {
        var secrets: [Substring] = []
        let head = url.prefix { $0 != "?" && $0 != "#" }
        if let separator = head.firstRange(of: "://") {
            let authority = head[separator.upperBound...].prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") {
                secrets += authority[..<at].split(separator: ":")
            }
        }
        let query = URLParts(url).query ?? ""
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2, isSecret(queryName: String(parts[0])) { secrets.append(parts[1]) }
        }
        return secrets
    }

    private static func parameter(_ text: Substring) -> String {
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return String(text) }
        let name = String(text[..<equals])
        return isSecret(queryName: name) ? "\(name)=\(mask)" : String(text)
    }

    private static func folded(_ name: String) -> String {
        let dropped: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")]
        return String(
            decoding: name.utf8.lazy.filter { !dropped.contains($0) }.map(lowercased),
            as: UTF8.self
        )
    }
}
