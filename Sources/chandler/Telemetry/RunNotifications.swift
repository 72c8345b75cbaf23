import ChandlerCore
import ChandlerHTTP
import ChandlerPipelineFiles
import ChandlerPostgres
import ChandlerTelemetry
import Foundation

/// Tells those who want to know how a run ended.
enum RunNotifications {
    /// Tells everybody at the same time, and waits until all were told or cannot be.
    ///
    /// A run is not worse for somebody who cannot be told: what goes wrong is told in words. A run
    /// that was stopped, or ended at its deadline, tells nobody; see `RunNotice.occasions`.
    ///
    /// - Parameters:
    ///   - run: How it ended.
    ///   - previous: How the last run of the pipeline (and shard) ended that succeeded or failed;
    ///     those that were stopped in between are passed over. `nil` for none. A failure that came
    ///     before the ledger was reached counts too; see `UnloggedFailure`.
    ///   - entries: Who is told, and of what.
    /// - Returns: Warnings in the order of the entries; they show no address but its host.
    static func send(
        _ run: FinishedRun,
        previous: RunStatus?,
        to entries: [NotificationEntry]
    ) async -> [String] {
        guard !entries.isEmpty else { return [] }
        let mark = home.flatMap { UnloggedFailure(run, home: $0) }
        let before = mark?.isMarked == true ? .failed : previous
        let occasions = RunNotice.occasions(of: run, previous: before)
        mark?.update(with: run)
        guard !occasions.isEmpty else { return [] }
        // Whoever cancels the run does not cancel what is said of it.
        return await Task.detached {
            await withTaskGroup(of: (Int, [String]).self) { group in
                for (index, entry) in entries.enumerated() {
                    guard let occasion = entry.occasion(of: occasions) else { continue }
                    group.addTask { (index, await tell(RunNotice(run, occasion), to: entry)) }
                }
                var warnings: [(Int, [String])] = []
                for await one in group { warnings.append(one) }
                return warnings.sorted { $0.0 < $1.0 }.flatMap(\.1)
            }
        }.value
    }

    /// The folder of Chandler's data, beside that of the embedded server.
    private static var home: String? {
        let server = try? EmbeddedServer.defaultFolder(
            environment: ProcessInfo.processInfo.environment
        )
        return server?.lastIndex(of: "/").flatMap { slash in server.map { String($0[..<slash]) } }
    }

    private static func tell(_ notice: RunNotice, to entry: NotificationEntry) async -> [String] {
        var warnings: [String] = []
        if let variable = entry.webhookVariable {
            do throws(TelemetryError) {
                let address = try RunTelemetry.environment(variable, "post to the webhook")
                let webhook = try Webhook(address: address, variable: variable)
                try await RunTelemetry.withClient { client async throws(TelemetryError) in
                    try await webhook.post(notice.json, over: client)
                }
            } catch {
                warnings.append("\(error)")
            }
        }
        if !entry.command.isEmpty {
            do throws(TelemetryError) {
                try await NoticeProgram(entry.command).run(notice) { line in
                    Console.note("notification: \(line)")
                }
            } catch {
                warnings.append("\(error)")
            }
        }
        return warnings
    }
}

extension NotificationEntry {
    /// What the entry is told of these occasions; one that is a recovery and a success is told once.
    fileprivate func occasion(of occasions: Set<RunNotice.Occasion>) -> RunNotice.Occasion? {
        [RunNotice.Occasion.failure, .recovery, .success].first { occasion in
            occasions.contains(occasion)
                && Occasion(rawValue: occasion.rawValue).map { on.contains($0) } == true
        }
    }
}
