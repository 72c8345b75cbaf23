import Glibc

extension EmbeddedServer {
    /// Makes the cluster beside its final name and renames it, so that a failure leaves nothing
    /// half-made behind.
    func createCluster(
        _ programs: ServerPrograms,
        _ account: ServerAccount
    ) throws(PostgresError) {
        removeLeftovers(account)
        let new = "\(folder)/data.new-\(getpid())-\(UInt32.random(in: .min ... .max))"
        do throws(PostgresError) {
            try initialize(new, programs, account)
            guard rename(new, folders.data) == 0 else {
                throw .system("rename \"\(new)\" to \"\(folders.data)\"", errno)
            }
        } catch {
            account.remove(new)
            throw error
        }
        SmallFile.syncFolder(folder)
    }

    private func initialize(
        _ new: String,
        _ programs: ServerPrograms,
        _ account: ServerAccount
    ) throws(PostgresError) {
        var command = [
            "\(programs.folder)/initdb", "--pgdata=\(new)", "--username=\(Self.role)",
            "--encoding=UTF8", "--locale=C", "--data-checksums", "--auth-local=peer",
            "--auth-host=reject", "--no-instructions",
        ]
        if additionalSettings["fsync"] == "off" { command.append("--no-sync") }
        let outcome = try account.run(command)
        guard outcome.exitCode == 0 else {
            let lines = outcome.output.split(whereSeparator: \.isNewline).suffix(6)
            throw PostgresError(
                code: .serverControlFailed,
                message: "make a PostgreSQL cluster in \"\(folders.data)\" with \(programs): exit "
                    + "code \(outcome.exitCode), "
                    + "\"\(lines.joined(separator: " | ").singleLine(cutTo: 800))\"; nothing was "
                    + "left there"
            )
        }
        let owner = account.user
        try SmallFile.write(ServerSettings.hostRules, to: "\(new)/pg_hba.conf", owner: owner)
        try SmallFile.write(
            "\ninclude_if_exists = 'chandler.conf'\n",
            to: "\(new)/postgresql.conf",
            appends: true,
            owner: owner
        )
    }

    /// Takes away what a killed process was making; the lock says that nobody makes it now.
    private func removeLeftovers(_ account: ServerAccount) {
        for name in SmallFile.names(in: folder) where name.hasPrefix("data.new-") {
            account.remove("\(folder)/\(name)")
        }
    }
}
