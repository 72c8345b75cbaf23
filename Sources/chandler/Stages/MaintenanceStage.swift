import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse

/// Does the daily upkeep of the database, as far as it is necessary.
struct MaintenanceStage: Sendable {
    let options: MaintenanceOptions
    let now: Timestamp

    /// Does the work.
    ///
    /// - Parameters:
    ///   - lane: For months and positions; everything else goes over a session of its own.
    ///   - begin: Called when nobody else is at it; not in a dry run.
    ///   - note: Hears of each step when it is over.
    /// - Returns: What was done and found.
    /// - Throws: `WarehouseError` with code `busy` when another run is at it; what was done stays.
    func run(
        over lane: StoreLane,
        begin: () async throws -> Void = {},
        note: @escaping (MaintenanceStep) -> Void = { _ in }
    ) async throws -> MaintenanceReport {
        do {
            return try await Maintenance(
                lane: lane,
                connection: try PostgresConnection(
                    lane.configuration,
                    applicationName: "chandler maintain"
                ),
                options: options,
                now: now
            ).run(begin: begin, note: note)
        } catch {
            throw Interruption.seen(error)
        }
    }
}

extension MaintenanceReport {
    /// What was not done, as the end of a run; a dry run has only looked.
    func failure(isDryRun: Bool) -> RunFailure? {
        if let fault {
            return (Failure.exit(of: fault) ?? .software, "\(fault); the other steps were done")
        }
        if isDryRun { return nil }
        if isDenied {
            let detail = steps.first?.detail ?? ""
            return (.noPermission, "none of what is needed was done: \(detail)")
        }
        let left = count(.left)
        guard left > 0 else { return nil }
        return (
            .tryLater,
            "the deadline left \(Words.plural(left, "step")) undone; what was done stays; run "
                + "it again to go on"
        )
    }

    /// The steps as stages of a run.
    var stages: [FinishedStage] {
        steps.map { step in
            FinishedStage(
                name: "maintenance",
                subject: "\(step.action) \(step.target)",
                status: step.outcome.status,
                seconds: step.seconds,
                error: step.outcome == .failed || step.outcome == .denied ? step.detail : nil
            )
        }
    }
}

extension MaintenanceStep.Outcome {
    /// The ledger's word for it.
    fileprivate var status: RunStatus {
        switch self {
        case .done: .succeeded
        case .planned, .skipped, .left: .skipped
        case .denied, .failed: .failed
        }
    }
}

extension MaintenanceStep {
    /// The step for a person.
    var lines: [String] {
        var line = "\(action) \(Words.printable(target)) · \(outcome.words)"
        if outcome == .done { line += " in \(Words.seconds(seconds))" }
        if let before = bytesBefore {
            line += " · \(Words.bytes(before))"
            if let after = bytesAfter, after != before { line += " -> \(Words.bytes(after))" }
        }
        return [line, "    \(reason)"] + (detail.map { ["    \($0)"] } ?? [])
    }
}

extension MaintenanceStep.Outcome {
    /// What came of it, in words.
    fileprivate var words: String {
        switch self {
        case .done: "done"
        case .planned: "to do"
        case .skipped: "skipped"
        case .denied: "not allowed"
        case .failed: "failed"
        case .left: "left by the deadline"
        }
    }
}
