/// Takes passwords out of text that a person or a log will see.
///
/// Works on bytes and errs on the side of hiding too much: a text in which a password may be hides
/// all of that part.
enum Redaction {
    /// What stands where a secret was.
    static let mask = "***"

    /// Keywords of connection strings and URI queries whose values are secret.
    static let secretKeywords = [
        "password", "passwd", "oauth_client_secret", "scram_client_key", "scram_server_key",
    ]

    /// Whether a keyword, in any case, names a secret; `sslpassword` does too.
    static func isSecret(keyword: some StringProtocol) -> Bool {
        let lower = String(keyword).asciiLowercased
        return secretKeywords.contains { lower.hasSuffix($0) }
    }

    /// Hides userinfo passwords of URIs, values of secret keywords, and SQL `PASSWORD '…'`.
    static func scrub(_ text: String) -> String {
        guard mayHoldSecret(text) else { return text }
        return scrubKeywords(scrubURIs(text))
    }

    /// Hides every quoted part longer than one character.
    ///
    /// For libpq's complaints about a connection string, which quote pieces of it that no pattern
    /// can tell from the end of a password.
    static func hideQuotedParts(_ text: String) -> String {
        var result = ""
        var quoted: String?
        for character in text {
            guard character == "\"" else {
                if quoted == nil { result.append(character) } else { quoted?.append(character) }
                continue
            }
            if let part = quoted {
                result += "\"\(part.count > 1 ? mask : part)\""
                quoted = nil
            } else {
                quoted = ""
            }
        }
        return quoted == nil ? result : result + "\"\(mask)"
    }

    private static func mayHoldSecret(_ text: String) -> Bool {
        if text.utf8.contains(UInt8(ascii: "@")) || text.contains("://") { return true }
        let lower = text.asciiLowercased
        return secretKeywords.contains { lower.contains($0) }
    }

    private static func scrubURIs(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let separator = rest.firstRange(of: "://") {
            let afterScheme = rest[separator.upperBound...]
            let end = afterScheme.firstIndex { $0.isWhitespace || $0 == "\"" } ?? rest.endIndex
            result += rest[..<separator.upperBound]
            result += RedactedURL.redactAfterScheme(rest[separator.upperBound..<end])
            rest = rest[end...]
        }
        return result + rest
    }

    private static func scrubKeywords(_ text: String) -> String {
        var scanner = KeywordScanner(text)
        return scanner.scrubbed()
    }
}
