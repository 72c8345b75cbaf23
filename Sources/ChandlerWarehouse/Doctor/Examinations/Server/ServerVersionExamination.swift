import ChandlerPostgres

/// Whether the server is one that is still looked after.
struct ServerVersionExamination: Examination {
    let subject = Subject("server.version", "server version")

    func examine(_ patient: Patient) throws -> Examined {
        let release = ServerRelease(patient.connection.serverVersion)
        return Examined(
            judge(release, patient),
            [
                Metric(
                    "chandler_server_info",
                    "The server's version, in a label; always 1.",
                    [.init(["version": "\(release)"], 1)]
                )
            ]
        )
    }

    private func judge(_ release: ServerRelease, _ patient: Patient) -> Finding {
        let values: KeyValuePairs<String, Measure.Value> = [
            "version": .text("\(release)"), "is_in_recovery": .flag(patient.isInRecovery),
        ]
        if release.major < ServerRelease.oldestMajor {
            return subject.finding(
                .broken,
                "PostgreSQL \(release) is too old: Chandler needs \(ServerRelease.oldestMajor)",
                values,
                remedy: "upgrade the server with pg_upgrade"
            )
        }
        if let end = release.end(before: patient.surroundings.now()) {
            return subject.finding(
                .notice,
                "PostgreSQL \(release) gets no more fixes since \(end)",
                values,
                remedy: "upgrade to a newer major version with pg_upgrade"
            )
        }
        if let minor = release.newerMinor {
            return subject.finding(
                .notice,
                "PostgreSQL \(release) lacks the fixes up to \(release.major).\(minor)",
                values,
                remedy: "install the newest minor release and restart the server"
            )
        }
        return subject.healthy("PostgreSQL \(release)", values)
    }
}
