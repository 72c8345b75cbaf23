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
        // Only the owner of the machine's account gets into the embedded server.
        let isOwn = patient.connection.configuration.source == .embedded
        return Examined(
            subject.finding(
                isOwn ? .notice : .warning,
                "the role \(patient.role) is a superuser: a mistake of a program can do anything",
                ["role": .text(patient.role), "is_superuser": .flag(true)],
                remedy: "make roles with few rights, and log in as one of them",
                command: "chandler db roles apply"
            )
        )
    }
}
