import Foundation
import TestSupport

/// The program `kubectl`, which knows the types of the API without a cluster.
///
/// It is never required.
enum Kubectl {
    /// Whether there is one that knows the fields in use.
    static let isThere: Bool = {
        guard
            let run = try? RunningProgram(["kubectl", "version", "--client", "-o", "json"]),
            (try? run.blockUntilEnd()) == 0, let document = try? JSONDocument(parsing: run.output)
        else { return false }
        let minor = document["clientVersion"]["minor"].text.map { $0.prefix(while: \.isNumber) }
        return (minor.flatMap { Int($0) } ?? 0) >= 29
    }()

    /// Runs `kubectl`.
    static func run(_ words: [String]) async throws -> FinishedProgram {
        try await RunningProgram(["kubectl"] + words).end()
    }

    /// The paths of what is in one document and not the same in another.
    static func missing(_ ours: Any, in theirs: Any?, _ path: String) -> [String] {
        if let ours = ours as? [String: Any] {
            let theirs = theirs as? [String: Any]
            return ours.flatMap { key, value in
                missing(
                    value,
                    in: theirs?[key],
                    key == "image" ? "CronJob.…image" : "\(path).\(key)"
                )
            }
        }
        if let ours = ours as? [Any] {
            let theirs = theirs as? [Any]
            return ours.enumerated().flatMap { index, value in
                let other = theirs.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                return missing(value, in: other, "\(path)[\(index)]")
            }
        }
        return (ours as? NSObject) == (theirs as? NSObject) ? [] : [path]
    }
}
