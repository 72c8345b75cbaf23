import ChandlerScheduling

extension ScheduleEntry {
    static let section = Section<ScheduleEntry>(
        make: { ScheduleEntry(cron: anyCron) },
        fields: [
            Field(
                "cron",
                \.cron,
                .cron,
                isRequired: true,
                example: "\"*/5 * * * *\"",
                "The times in UTC, as crontab(5) has them; in quotes, because YAML reads * otherwise."
            ),
            Field(
                "jitter",
                \.jitterSeconds,
                .duration(0...86_400),
                example: "30s",
                "By how much starts are spread, so that not all machines ask a venue at once."
            ),
            Field(
                "deadline",
                \.deadlineSeconds,
                .duration(1...604_800),
                otherwise: "no end",
                example: "4m",
                "After which time a run ends at the next batch, with code 75; the next run goes on."
            ),
            Field(
                "shards",
                \.shards,
                .whole(1...1_024),
                example: "4",
                "Over how many machines the series are spread."
            ),
        ]
    )

    /// Stands for the required key while it is not read yet.
    private static var anyCron: CronExpression {
        do throws(CronError) {
            return try CronExpression(parsing: "0 0 * * *")
        } catch {
            preconditionFailure("Invariant: midnight is a time: \(error)")
        }
    }
}
