/// Whether the programs that Chandler starts are installed on this machine.
struct ProgramsExamination: Sendable {
    let surroundings: DoctorSurroundings

    private static let subject = Subject("programs", "client programs")
    private static let packages = [
        "psql": "postgresql-client", "pg_dump": "postgresql-client", "pgbackrest": "pgbackrest",
    ]

    /// What was found; needs no database.
    var finding: Finding {
        let missing = Self.packages.keys.sorted().filter { surroundings.program($0) == nil }
        let packages = Set(missing.compactMap { Self.packages[$0] }).sorted()
        return Self.subject.finding(
            missing.isEmpty ? .healthy : .notice,
            missing.isEmpty
                ? "psql, pg_dump and pgbackrest are installed"
                : "\(missing.joined(separator: ", ")) "
                    + "\(missing.count == 1 ? "is" : "are") not installed here",
            ["missing": .texts(missing)],
            remedy: "backups need pgbackrest and pg_dump, \"chandler db psql\" needs psql",
            command: "sudo apt install \(packages.joined(separator: " "))"
        )
    }
}
