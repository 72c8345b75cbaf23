import ChandlerCore
import Foundation

/// Keeps secrets out of the ledger, whoever wrote them into an error.
///
/// Errors are made without secrets; this is the second fence: values of variables whose names say
/// that they are secret, such values in the query of an argument, and passwords of URIs become `***`.
struct LedgerSecrets {
    /// Parts of names of variables whose values nobody may see.
    private static let telling: Set<String> = [
        "PASSWORD", "PGPASSWORD", "PASSPHRASE", "SECRET", "TOKEN", "KEY", "APIKEY", "WEBHOOK",
    ]

    private let values: [String]

    init(
        _ environment: [String: String] = ProcessInfo.processInfo.environment,
        arguments: [String] = CommandLine.arguments
    ) {
        let pairs =
            environment.map { (name: $0.key, value: $0.value) } + arguments.flatMap(Self.query)
        let found = pairs.filter { name, value in
            // Shorter ones would be found everywhere.
            value.count >= 6
                && name.uppercased().split { "_-.".contains($0) }.contains {
                    Self.telling.contains(String($0))
                }
        }
        values = Set(found.map(\.value)).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// The names and values behind the question mark of an argument with a URL.
    private static func query(_ argument: String) -> [(name: String, value: String)] {
        guard let scheme = argument.firstRange(of: "://"),
            let mark = argument[scheme.upperBound...].firstIndex(of: "?")
        else { return [] }
        return argument[mark...].dropFirst().split { "&#".contains($0) }.compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }

    /// The text without them; of a JSON document it leaves a JSON document.
    func hidden(in text: String) -> String {
        Self.withoutPasswords(
            values.reduce(text) { $0.contains($1) ? $0.replacing($1, with: Self.mask) : $0 }
        )
    }

    /// The stage without them.
    func hidden(_ stage: FinishedStage) -> FinishedStage {
        FinishedStage(
            name: stage.name,
            subject: hidden(in: stage.subject),
            status: stage.status,
            seconds: stage.seconds,
            totals: stage.totals,
            error: stage.error.map { hidden(in: $0) }
        )
    }

    private static let mask = "***"

    /// Hides what stands between the colon and the last `@` of each URI.
    private static func withoutPasswords(_ text: String) -> String {
        guard text.contains("@") else { return text }
        var result = ""
        var rest = Substring(text)
        while let scheme = rest.firstRange(of: "://") {
            let after = rest[scheme.upperBound...]
            let end =
                after.firstIndex { $0.isWhitespace || "\"'\\<>".contains($0) } ?? rest.endIndex
            result += rest[..<scheme.upperBound]
            let uri = rest[scheme.upperBound..<end]
            if let at = uri.lastIndex(of: "@"), let colon = uri[..<at].firstIndex(of: ":") {
                result += "\(uri[...colon])\(mask)\(uri[at...])"
            } else {
                result += uri
            }
            rest = rest[end...]
        }
        return result + rest
    }
}
