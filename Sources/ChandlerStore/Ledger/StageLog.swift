import ChandlerCore

/// The rows of `system_logs` that tell of a run's stages.
struct StageLog {
    /// The rows as a JSON array: level, message and details, without what is the run's.
    let entries: String

    init(_ stages: [FinishedStage]) {
        entries = "[" + stages.map(StageLog.entry).joined(separator: ",") + "]"
    }

    /// The statement that enters them.
    ///
    /// - Parameters:
    ///   - run: The number of the parameter that is the run's number.
    ///   - entries: The number of the parameter that is ``entries``.
    /// - Returns: The statement, which is nothing where there are no entries or no such run.
    static func insertion(run: Int, entries: Int) -> String {
        """
        INSERT INTO system_logs (component, level, message, details)
        SELECT left(run.command, 50), entry ->> 'level',
            'run ' || run.run_id || ' (' || concat_ws(' ', run.command, run.pipeline, run.shard)
                || ') ' || (entry ->> 'message'),
            jsonb_strip_nulls(jsonb_build_object('run_id', run.run_id, 'command', run.command,
                'pipeline', run.pipeline, 'shard', run.shard)) || (entry -> 'details')
        FROM ingest_runs AS run,
            jsonb_array_elements($\(entries)::jsonb) WITH ORDINALITY AS list (entry, place)
        WHERE run.run_id = $\(run) ORDER BY list.place
        """
    }

    private static func entry(_ stage: FinishedStage) -> String {
        JSONText.object([
            ("level", JSONText.string(level(stage.status))),
            ("message", JSONText.string(message(stage).withoutNUL)),
            ("details", details(stage)),
        ])
    }

    private static func level(_ status: RunStatus) -> String {
        switch status {
        case .running, .succeeded: "INFO"
        case .interrupted, .skipped: "WARNING"
        case .failed: "ERROR"
        }
    }

    private static func message(_ stage: FinishedStage) -> String {
        let name = stage.subject.isEmpty ? stage.name : "\(stage.name) \(stage.subject)"
        return "\(name) \(stage.status.rawValue)" + (stage.error.map { ": \($0)" } ?? "")
    }

    private static func details(_ stage: FinishedStage) -> String {
        var members = [
            ("stage", JSONText.string(stage.name.withoutNUL)),
            ("status", JSONText.string(stage.status.rawValue)),
            ("seconds", rounded(stage.seconds)), ("rows", "\(stage.totals.rows)"),
            ("bytes", "\(stage.totals.bytes)"), ("requests", "\(stage.totals.requests)"),
            ("retries", "\(stage.totals.retries)"),
        ]
        if !stage.subject.isEmpty {
            members.append(("subject", JSONText.string(stage.subject.withoutNUL)))
        }
        if let error = stage.error {
            members.append(("error", JSONText.string(error.withoutNUL)))
        }
        return JSONText.object(members)
    }

    /// Seconds to the millisecond; what is no number is none.
    private static func rounded(_ seconds: Double) -> String {
        seconds.isFinite ? "\((seconds * 1_000).rounded() / 1_000)" : "null"
    }
}
