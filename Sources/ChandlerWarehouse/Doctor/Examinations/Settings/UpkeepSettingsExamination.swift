/// Settings without which the server neglects itself.
struct UpkeepSettingsExamination: Examination {
    let subject = Subject("settings.upkeep", "settings for upkeep")

    func examine(_ patient: Patient) throws -> Examined {
        let idle = "idle_in_transaction_session_timeout"
        let settings = try SettingValues(["autovacuum", "track_counts", idle], of: patient)
        return Examined([
            judge(settings, "autovacuum", "tables grow, plans go wrong, and transactions run out"),
            judge(settings, "track_counts", "autovacuum does not learn what to clean"),
            idleTimeout(settings.number(idle) ?? 0, idle),
        ])
    }

    private func judge(_ settings: SettingValues, _ name: String, _ harm: String) -> Finding {
        let subject = Subject.setting(name)
        guard settings.isOff(name) else { return subject.healthy("is on", ["is_on": .flag(true)]) }
        return subject.wrong(.warning, "is off: \(harm)", .flag(false), set: "on")
    }

    private func idleTimeout(_ milliseconds: Double, _ name: String) -> Finding {
        let subject = Subject.setting(name)
        let value = Measure.Value.number(milliseconds / 1_000)
        guard milliseconds == 0 else {
            return subject.healthy(
                "is \(Figure.seconds(milliseconds / 1_000))",
                ["timeout_seconds": value]
            )
        }
        return subject.wrong(
            .notice,
            "is off: a forgotten transaction keeps its locks, and dead rows, for ever",
            value,
            key: "timeout_seconds",
            set: "'1h'"
        )
    }
}
