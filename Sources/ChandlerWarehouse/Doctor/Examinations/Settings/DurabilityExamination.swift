/// Settings that decide what a crash leaves of the data.
struct DurabilityExamination: Examination {
    let subject = Subject("settings.durability", "settings for crashes")

    private static let names = [
        "fsync", "full_page_writes", "synchronous_commit", "data_checksums",
    ]

    func examine(_ patient: Patient) throws -> Examined {
        let settings = try SettingValues(Self.names, of: patient)
        return Examined([
            judge(settings, "fsync", .broken, "a crash of the machine can destroy the database"),
            judge(
                settings,
                "full_page_writes",
                .broken,
                "a crash of the machine can leave half-written pages"
            ),
            judge(
                settings,
                "synchronous_commit",
                .notice,
                "a crash takes the last commits with it, though runs were told they are kept"
            ),
            checksums(settings),
        ])
    }

    private func judge(
        _ settings: SettingValues,
        _ name: String,
        _ severity: Finding.Severity,
        _ harm: String
    ) -> Finding {
        let subject = Subject.setting(name)
        guard settings.isOff(name) else {
            return subject.healthy("is \(settings[name] ?? "unknown")", ["is_on": .flag(true)])
        }
        return subject.wrong(severity, "is off: \(harm)", .flag(false), set: "on")
    }

    private func checksums(_ settings: SettingValues) -> Finding {
        let subject = Subject("settings.data_checksums", "data_checksums")
        let isOn = !settings.isOff("data_checksums")
        return subject.finding(
            isOn ? .healthy : .notice,
            isOn ? "are on" : "are off: pages that the disk has spoiled are not noticed",
            ["is_on": .flag(isOn)],
            remedy: "with the server stopped, as its user",
            command: "pg_checksums --enable --progress -D DATA_FOLDER"
        )
    }
}
