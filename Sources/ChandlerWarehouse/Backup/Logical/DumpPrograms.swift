import ChandlerPostgres

/// `pg_dump` and `pg_restore` of a server's version, and `openssl`.
struct DumpPrograms {
    /// The folder with both of PostgreSQL's.
    let folder: String
    let openssl: String

    init(_ site: BackupSite) throws {
        folder = try doing("find PostgreSQL's programs") { try site.server.programs().folder }
        openssl = try findProgram("openssl", package: "openssl", site.server.variables)
        for name in ["pg_dump", "pg_restore"] where !SmallFile.isExecutable("\(folder)/\(name)") {
            throw WarehouseError(
                .configuration,
                "find the program \(name): it is not in \"\(folder)\"; nothing was done; install the "
                    + "Debian package postgresql-client"
            )
        }
    }

    /// Encrypts or, with `-d`, decrypts; the passphrase is read from its file.
    ///
    /// **Source:** OpenSSL manual, `openssl-enc`: AES-256-CBC with a salt and a key made by PBKDF2.
    func cipher(_ folder: BackupFolder, _ words: [String]) -> [String] {
        [openssl, "enc", "-aes-256-cbc", "-pbkdf2", "-iter", "600000"]
            + ["-pass", "file:\(folder.passphrase)"] + words
    }
}
