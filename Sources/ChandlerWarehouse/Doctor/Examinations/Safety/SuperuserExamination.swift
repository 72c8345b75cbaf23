import ChandlerPostgres

/// Whether the session may do more than the pipeline needs.
struct SuperuserExamination: Examination {
    let subject = Subject("roles.superuser", "rights of this session")

    func examine(_ patient: Patient) throws -> Examined {
        guard patient.isSuperuser else {
            return Examined(
                subject.healthy(
                    "the role \(patient.role) is no superuser",
                    ["role": .text(patient.role), "is_superuser": .flag(false)]
                )
            )
        }
        let isApplied = try RolesExamination.areApplied(patient)
        let values: KeyValuePairs<String, Measure.Value> = [
            "role": .text(patient.role), "is_superuser": .flag(true),
            "are_roles_applied": .flag(isApplied),
        ]
        // Only the owner of the machine's account gets into the embedded server.
        let isOwn = patient.connection.configuration.source == .embedded
        if isOwn, isApplied {
            return Examined(
                subject.healthy(
                    "the role \(patient.role) is a superuser that only this machine's account "
                        + "becomes; what loads and writes steps down to chandler_app by itself",
                    values
                )
            )
        }
        return Examined(
            subject.finding(
                isOwn ? .notice : .warning,
                "the role \(patient.role) is a superuser: a mistake of a program can do anything",
                values,
                remedy: isOwn
                    ? "make roles with few rights; what loads and writes then steps down by itself"
                    : isApplied
                        ? "let programs log in as a member of chandler_app, and give them its URL"
                        : "make roles with few rights, and log in as one of them",
                command: isApplied ? "chandler db roles rotate app" : "chandler db roles apply"
            )
        )
    }
}
