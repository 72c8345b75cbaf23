import ArgumentParser

/// The stages of a pipeline in the order of a run.
enum StageName: String, CaseIterable, Sendable {
    case series
    case pools
    case tokens
    case dataset
    case retention
    case maintenance

    /// All of them, for help and messages.
    static let names = allCases.map(\.rawValue).joined(separator: ",")
}

/// Reads stages with commas between them.
@Sendable func readStages(_ text: String) throws -> Set<StageName> {
    Set(
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            let name = word.filter { $0 != " " }.lowercased()
            guard let stage = StageName(rawValue: name) else {
                throw ValidationError(
                    "\(name.isEmpty ? "an empty word" : "\"\(name.prefix(80))\"") is no stage; "
                        + "there are \(StageName.names)"
                )
            }
            return stage
        }
    )
}
