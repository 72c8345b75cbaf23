import ChandlerPostgres

/// How many of the server's connections are left.
struct ConnectionsExamination: Examination {
    let subject = Subject("connections", "connections in use")

    func examine(_ patient: Patient) throws -> Examined {
        let settings = try SettingValues(
            ["max_connections", "superuser_reserved_connections", "reserved_connections"],
            of: patient
        )
        // Others' kinds are hidden from ordinary roles; every session of a database counts then.
        let used = try patient.rows(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' OR backend_type IS NULL AND datid IS NOT NULL
            """
        ).firstRow().int64(0)
        let reserved =
            (settings.number("superuser_reserved_connections") ?? 0)
            + (settings.number("reserved_connections") ?? 0)
        let usable = Int64(max((settings.number("max_connections") ?? 100) - reserved, 1))
        let ratio = Double(used) / Double(usable)
        let isScarce = ratio >= patient.thresholds.connectionRatio
        return Examined(
            subject.finding(
                used >= usable ? .broken : isScarce ? .warning : .healthy,
                "\(used) of \(usable) are in use",
                [
                    "used": .int(used), "usable": .int(usable), "used_ratio": .number(ratio),
                ],
                remedy: "see who keeps them, end what nobody needs, or raise max_connections",
                command:
                    "chandler db psql -- -c \"SELECT pid, usename, application_name, state, state_change "
                    + "FROM pg_stat_activity ORDER BY state_change\""
            ),
            [
                Metric("chandler_connections", "Connections in use.", Double(used)),
                Metric("chandler_connections_max", "Usable connections.", Double(usable)),
            ]
        )
    }
}
