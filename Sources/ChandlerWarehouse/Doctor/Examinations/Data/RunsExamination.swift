import ChandlerPostgres
import ChandlerStore

/// How the last runs ended, and runs that never said how they did.
struct RunsExamination: Examination {
    let subject = Subject("runs", "runs")

    private static let last = Subject("runs.failed", "last runs")
    private static let left = Subject("runs.left", "runs without an end")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("ingest_runs") else { return Examined() }
        return Examined([try last(patient), try left(patient)], [try metric(patient)])
    }

    /// Each command's last run that has ended; one that was interrupted by hand is no failure.
    private func last(_ patient: Patient) throws -> Finding {
        let rows = try patient.rows(
            """
            SELECT command, run_id, exit_code, left(error, 300), finished_at FROM (
                SELECT DISTINCT ON (command) * FROM (
                    SELECT * FROM ingest_runs WHERE status IN ('succeeded', 'failed')
                    ORDER BY run_id DESC LIMIT 500) AS recent
                ORDER BY command, run_id DESC) AS newest
            WHERE status = 'failed' ORDER BY run_id DESC
            """
        )
        guard let first = rows.first else { return Self.last.healthy("none failed") }
        let command = try first.text(0)
        let others =
            rows.count > 1 ? ", and of \(Figure.plural(rows.count - 1, "other command"))" : ""
        return Self.last.finding(
            .warning,
            "run \(try first.int64(1)), the last \(command)\(others), failed: "
                + (try first.textIfPresent(3) ?? "no reason is kept"),
            [
                "commands": .texts(try rows.map { try $0.text(0) }),
                "run_id": .int(try first.int64(1)),
                "run_exit_code": .int(try first.int64IfPresent(2) ?? -1),
            ],
            remedy: "mend what it says, and run it again; what was committed stays"
        )
    }

    /// Runs name their session, which outlives no program.
    private func left(_ patient: Patient) throws -> Finding {
        let rows = try patient.rows(
            """
            SELECT run_id, command, started_at FROM ingest_runs AS run
            WHERE \(LostRun.condition)
            ORDER BY run_id
            """
        )
        let names = try rows.map { "run \(try $0.int64(0)) (\(try $0.text(1)))" }
        return Self.left.finding(
            names.isEmpty ? .healthy : .warning,
            names.isEmpty
                ? "none" : "\(Figure.list(names)) ended without saying how: killed, or crashed",
            ["runs": .int(Int64(names.count))],
            remedy: "close them in the ledger; what they did goes on where it stopped when it is "
                + "run again",
            command: "chandler maintain --only ledger"
        )
    }

    private func metric(_ patient: Patient) throws -> Metric {
        let rows = try patient.rows(
            """
            SELECT command, extract(epoch FROM max(finished_at)) FROM (
                SELECT * FROM ingest_runs WHERE status = 'succeeded'
                ORDER BY run_id DESC LIMIT 500) AS recent GROUP BY 1 ORDER BY 1
            """
        )
        return Metric(
            "chandler_last_success_timestamp_seconds",
            "When the last run of a command ended well, since 1970.",
            try rows.map { .init(["command": try $0.text(0)], try $0.double(1)) }
        )
    }
}
