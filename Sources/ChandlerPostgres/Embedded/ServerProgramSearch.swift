/// The folders in which server programs may be.
package struct ServerProgramSearch {
    /// Each folder once, in the order in which they were thought of.
    package let folders: [String]

    /// Looks in the places that the variables name, and in the usual ones.
    package init(environment: [String: String]) {
        if let named = environment["CHANDLER_PG_BINDIR"], !named.isEmpty {
            folders = [named]
            return
        }
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        var all = Self.configured(path)
        all += SmallFile.names(in: "/usr/lib/postgresql").filter { Int($0) != nil }.sorted()
            .map { "/usr/lib/postgresql/\($0)/bin" }
        all += SmallFile.names(in: "/usr").filter { $0.hasPrefix("pgsql-") }.sorted()
            .map { "/usr/\($0)/bin" }
        all += path
        var seen: Set<String> = []
        folders = all.filter { $0.hasPrefix("/") && seen.insert($0).inserted }
    }

    private static func configured(_ path: [String]) -> [String] {
        guard let program = path.map({ "\($0)/pg_config" }).first(where: SmallFile.isExecutable)
        else { return [] }
        let process = SpawnedProcess(
            arguments: [program, "--bindir"],
            environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
        )
        guard let outcome = try? process.run(), outcome.exitCode == 0 else { return [] }
        return [outcome.output.singleLine(cutTo: 4096)]
    }
}
