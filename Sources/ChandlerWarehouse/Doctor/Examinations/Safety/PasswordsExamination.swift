import ChandlerPostgres

/// Passwords whose stored form is as good as the password.
struct PasswordsExamination: Examination {
    let subject = Subject("roles.md5", "stored passwords")

    func examine(_ patient: Patient) throws -> Examined {
        let method = try SettingValues(["password_encryption"], of: patient)
        let isWeak = method["password_encryption"] == "md5"
        let setting = "new passwords are stored as md5 (password_encryption)"
        guard patient.isSuperuser else {
            return Examined(
                isWeak
                    ? weak(setting, [])
                    : subject.notVisible("not visible to the role \(patient.role)")
            )
        }
        let names = try patient.rows(
            """
            SELECT rolname FROM pg_authid WHERE rolcanlogin AND rolpassword LIKE 'md5%' ORDER BY 1
            """
        ).map { try $0.text(0) }
        guard isWeak || !names.isEmpty else { return Examined(subject.healthy("none is md5")) }
        let stored = names.isEmpty ? [] : ["md5 passwords: \(Figure.list(names))"]
        return Examined(
            weak((stored + (isWeak ? [setting] : [])).joined(separator: "; "), names)
        )
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
