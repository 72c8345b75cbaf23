import ChandlerScheduling

/// Pipelines that the tests write down.
enum Samples {
    /// A pipeline with everything that units and jobs can show.
    static func pipeline(
        _ cron: String = "*/15 * * * *",
        _ change: (inout ScheduledPipeline) -> Void = { _ in }
    ) throws -> ScheduledPipeline {
        var pipeline = ScheduledPipeline(
            name: "crypto-core-1m",
            file: "/etc/chandler/crypto core.yaml",
            cron: try CronExpression(parsing: cron)
        )
        pipeline.summary = "Ten majors, 100 % complete\nevery \"quarter\" of an hour: $HOME \\"
        pipeline.jitterSeconds = 90
        pipeline.deadlineSeconds = 600
        pipeline.program = "/bin/true"
        pipeline.user = "chandler"
        pipeline.environmentFile = "/etc/chandler/chandler.env"
        pipeline.writableFolders = ["/srv/data sets", "/srv/100%"]
        change(&pipeline)
        return pipeline
    }

    /// What a pipeline's file may hold that is hard to write into YAML.
    static let texts = [
        "name: plain\nseries:\n  - venue: binance\n", "name: x", "name: x\n\n", " leading: no\n",
        "", "\n", "# Grüße 🕯\nname: \"a: b\"\t# tab\n", "a: |\n  two\n\n\n  three\n", "crlf: 1\r\n",
        "bell: \u{7}\n", "trailing:   \n   \nx: 1\n", "mark: \u{FEFF}1\n", "nel: \u{85}\n",
        "%TAG ! x\n---\nname: y\n...\n",
    ]
}
