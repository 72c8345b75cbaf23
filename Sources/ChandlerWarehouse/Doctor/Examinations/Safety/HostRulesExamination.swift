import ChandlerPostgres

/// Rules that let anybody in over a network.
struct HostRulesExamination: Examination {
    let subject = Subject("access.trust", "rules of pg_hba.conf")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT line_number, coalesce(address, 'any'), auth_method, coalesce(netmask, '')
            FROM pg_hba_file_rules
            WHERE error IS NULL AND type <> 'local' AND auth_method IN ('trust', 'password')
            ORDER BY 1
            """
        )
        let open = try rows.filter { !Self.isLoopback(try $0.text(1)) }
        let names = try open.map {
            "line \(try $0.int64(0)): \(try $0.text(2)) from \(try $0.text(1))"
        }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .warning,
                names.isEmpty ? "nobody gets in unproved over a network" : Figure.list(names),
                ["rules": .texts(names)],
                remedy: "write scram-sha-256, and hostssl, there; then let the server read it",
                command: "chandler db psql -- -c \"SELECT pg_reload_conf()\""
            )
        )
    }

    static func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address == "localhost"
    }
}
