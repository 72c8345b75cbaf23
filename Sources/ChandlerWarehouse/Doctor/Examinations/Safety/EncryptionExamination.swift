import ChandlerPostgres

/// Whether others on the way to the server can read along.
struct EncryptionExamination: Examination {
    let subject = Subject("access.tls", "encryption of this connection")

    func examine(_ patient: Patient) throws -> Examined {
        let row = try patient.rows(
            """
            SELECT ssl, coalesce(version, ''), coalesce(host(inet_client_addr()), ''),
                coalesce(inet_client_addr() = inet_server_addr(), true)
            FROM pg_stat_ssl WHERE pid = pg_backend_pid()
            """
        ).firstRow()
        if try row.bool(0) {
            return Examined(subject.healthy(try row.text(1), ["is_encrypted": .flag(true)]))
        }
        let address = try row.text(2)
        let isLocal = try address.isEmpty || row.bool(3) || HostRulesExamination.isLoopback(address)
        return Examined(
            subject.finding(
                isLocal ? .healthy : .warning,
                isLocal
                    ? "does not leave this machine"
                    : "is off: the network reads all data, and can change it",
                ["is_encrypted": .flag(false), "is_local": .flag(isLocal)],
                remedy: "connect with sslmode=verify-full and the server's sslrootcert"
            )
        )
    }
}
