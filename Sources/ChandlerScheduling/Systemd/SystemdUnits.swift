/// The units of a pipeline: a service that runs it once, and a timer that starts the service.
public struct SystemdUnits: Sendable {
    /// The units, the timer last; first of all the server's where runs use the embedded one.
    public let files: [ScheduleFile]
    /// The units that are enabled and started.
    public let enabled: [String]

    /// The unit that keeps the embedded server running.
    public static let serverUnit = "chandler-db.service"

    /// Writes the units of a pipeline.
    ///
    /// - Throws: ``ScheduleError`` of code `usage` for values that units cannot hold.
    public init(
        _ pipeline: ScheduledPipeline,
        scope: SystemdScope
    ) throws(ScheduleError) {
        try pipeline.check()
        let unit = SystemdService(pipeline: pipeline, scope: scope)
        let timer = "\(pipeline.unitName).timer"
        var files = [
            ScheduleFile(name: "\(pipeline.unitName).service", text: unit.text),
            ScheduleFile(name: timer, text: Self.timer(pipeline)),
        ]
        if pipeline.usesEmbeddedServer {
            let server = SystemdServer(pipeline: pipeline, scope: scope)
            files.insert(ScheduleFile(name: Self.serverUnit, text: server.text), at: 0)
        }
        self.files = files
        enabled = (pipeline.usesEmbeddedServer ? [Self.serverUnit] : []) + [timer]
    }

    private static func timer(_ pipeline: ScheduledPipeline) -> String {
        var lines = [
            "# Written by \"chandler schedule install\"; \(pipeline.cron.numeric) in UTC.",
            "[Unit]", "Description=Times of \(SystemdText.escaped(pipeline.line))", "", "[Timer]",
        ]
        lines += pipeline.cron.onCalendar.map { "OnCalendar=\($0)" }
        if pipeline.jitterSeconds > 0 {
            lines.append("RandomizedDelaySec=\(pipeline.jitterSeconds)s")
        }
        lines += [
            "AccuracySec=1s", "# A time that was missed while the machine was off is made up for.",
            "Persistent=true", "Unit=\(pipeline.unitName).service", "", "[Install]",
            "WantedBy=timers.target",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
