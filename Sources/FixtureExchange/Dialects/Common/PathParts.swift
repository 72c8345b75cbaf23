/// The pieces of a path between its slashes.
enum PathParts {
    /// The pieces after one of the prefixes; the first that fits counts, and `""` always does.
    static func split(_ path: String, after prefixes: [String] = [""]) -> [String] {
        guard let prefix = prefixes.first(where: { path.hasPrefix($0 + "/") }) else { return [] }
        return path.dropFirst(prefix.count + 1)
            .split(separator: "/", omittingEmptySubsequences: false)
            .map { QueryParameters.percentDecoded($0) }
    }
}
