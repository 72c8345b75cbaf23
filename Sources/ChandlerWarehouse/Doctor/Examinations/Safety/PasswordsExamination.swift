import ChandlerPostgres

/// Passwords whose stored form is as good as the password.
struct PasswordsExamination: Examination {
    let subject = Subject("roles.md5", "stored passwords")

    func examine(_ patient: Patient) throws -> Examined {
        let method = try SettingValues(["password_encryption"], of: patient)
        if method["password_encryption"] == "md5" {
            return Examined(
                weak("new passwords are stored as md5 (password_encryption)", [])
            )
        }
        guard patient.isSuperuser else {
            return Examined(subject.notVisible("not visible to the role \(patient.role)"))
        }
        let names = try patient.rows(
            """
            SELECT rolname FROM pg_authid WHERE rolcanlogin AND rolpassword LIKE 'md5%' ORDER BY 1
            """
        ).map { try $0.text(0) }
        guard !names.isEmpty else { return Examined(subject.healthy("none is md5")) }
        return Examined(weak("md5 passwords: \(Figure.list(names))", names))
    }

    private func weak(_ words: String, _ roles: [String]) -> Finding {
        subject.finding(
            .warning,
            words,
            ["roles": .texts(roles)],
            remedy: "set password_encryption = 'scram-sha-256', then set the passwords anew (in "
                + "psql: \\password ROLE)"
        )
    }
}
