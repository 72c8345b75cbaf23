import ChandlerCore

/// What must not stand in a pipeline file, nor in a message about one.
enum Secrets {
    /// Whether a text holds an address with a password, or looks like a key or a hook.
    static func holds(_ text: String) -> Bool {
        if isKey(text) { return true }
        return text.contains("://") && (hasPassword(text) || isHook(text))
    }

    /// A key path for a finding; empty where a key in it looks like a secret.
    static func safe(keyPath: String) -> String {
        let isDoubtful =
            isDoubtful(keyPath)
            || keyPath.split(separator: ".").contains {
                isKey(String($0))
            }
        return isDoubtful ? "" : keyPath
    }

    /// A text for a message: quoted, cut, and without what looks like a secret.
    static func shown(_ text: String) -> String {
        isDoubtful(text) ? "\"…\" (hidden: it looks like a secret)" : quoted(text)
    }

    /// Whether a text is better not repeated: any address with a user, a query or a long path too.
    private static func isDoubtful(_ text: String) -> Bool {
        if holds(text) { return true }
        if text.contains(where: { $0 == "=" || $0 == ":" }),
            text.contains(/(?i)(password|passwd|secret|token|api-?_?key)\s*[=:]/)
        {
            return true
        }
        guard text.contains("://") else { return false }
        return text.contains(/:\/\/[^\s]*[@?]/) || text.contains(/:\/\/[^\s]{40}/)
    }

    /// `scheme://user:password@host`, or a secret in a query.
    private static func hasPassword(_ text: String) -> Bool {
        text.contains(/:\/\/[^\s\/@]*:[^\s\/]+@/)
            || text.contains(/(?i):\/\/\S*[?&](password|token|key|secret|api_?key)=/)
    }

    /// The addresses of which knowing them is the right to post to them.
    private static func isHook(_ text: String) -> Bool {
        text.contains(/(?i):\/\/(hooks\.|[^\s\/]*\/(api\/)?(web)?hooks?\/|[^\s]*\/bot[0-9]+:)/)
    }

    /// Well-known beginnings of keys, at the beginning of a word.
    private static func isKey(_ text: String) -> Bool {
        // What is shorter holds no key, and most values are.
        guard text.utf8.count >= 11 else { return false }
        return text.split {
            !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "-" && $0 != "_"
        }
        .contains { word in
            (keys.contains(where: word.hasPrefix) && word.utf8.count >= 13)
                || (word.hasPrefix("AKIA") && word.utf8.count == 20)
                || word.hasPrefix("-----BEGIN")
        }
    }

    private static let keys = [
        "sk-", "sk_live_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xoxa-", "xoxb-",
        "xoxp-", "xoxr-", "xoxs-", "glpat-",
    ]
}
