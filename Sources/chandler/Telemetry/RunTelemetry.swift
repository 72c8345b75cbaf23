import ChandlerCore
import ChandlerHTTP
import ChandlerPipelineFiles
import ChandlerTelemetry
import Foundation

/// Hands the metrics of runs to whoever collects them.
enum RunTelemetry {
    /// What code of this process records through swift-metrics.
    static let process = MetricsRegistry()

    /// Makes ``process`` the registry of the process; called once, before anything else.
    static func begin() {
        process.bootstrap()
    }

    /// Writes a run's metrics into its pipeline's file and sends them to its push gateway.
    ///
    /// A run is not worse for metrics that do not arrive: what goes wrong is told in words. The work
    /// goes on where the task is cancelled, as that of a stopped run is. The time of the last
    /// success outlives runs that fail: it comes from the earlier file, and where there is none,
    /// what the gateway holds is left in its place.
    ///
    /// - Parameters:
    ///   - run: How it ended.
    ///   - metrics: Where its metrics go.
    ///   - certificateFile: Authorities to trust; `nil` for those of the environment.
    /// - Returns: Warnings; they show nothing of the gateway's address but its host.
    static func publish(
        _ run: FinishedRun,
        metrics: MetricsEntry,
        certificateFile: String? = nil
    ) async -> [String] {
        guard metrics.file != nil || metrics.pushVariable != nil else { return [] }
        return await Task.detached {
            let file = metrics.file.map {
                MetricsFile(template: $0, pipeline: run.pipeline, shard: run.shard)
            }
            let labels = RunMetrics.labels(of: run).map { MetricLabel($0.0, $0.1) }
            let earlier = file?.value(RunMetrics.lastSuccess, labels)
            let families = RunMetrics.families(of: run, earlierSuccess: earlier, process: process)
            var warnings: [String] = []
            do throws(TelemetryError) {
                try file?.write(families)
            } catch {
                warnings.append("\(error)")
            }
            if let variable = metrics.pushVariable {
                do throws(TelemetryError) {
                    try await push(families, of: run, to: variable, certificateFile)
                } catch {
                    warnings.append("\(error)")
                }
            }
            return warnings
        }.value
    }

    private static func push(
        _ families: [MetricFamily],
        of run: FinishedRun,
        to variable: String,
        _ certificateFile: String?
    ) async throws(TelemetryError) {
        let address = try environment(variable, "push the metrics")
        let gateway = try PushGateway(address: address, variable: variable)
        let labels = RunMetrics.labels(of: run)
        let knowsSuccess = families.contains { $0.name == RunMetrics.lastSuccess }
        try await withClient(certificateFile) { client async throws(TelemetryError) in
            try await gateway.push(
                families,
                grouping: run.pipeline == nil ? [("command", run.command)] + labels : labels,
                earlier: knowsSuccess ? .isReplaced : .stays,
                // Who stopped the run does not want to wait for its metrics.
                within: run.exitCode == Exit.interrupted.rawValue ? .seconds(1) : PushGateway.limit,
                over: client
            )
        }
    }

    /// An address in the environment.
    ///
    /// - Throws: ``TelemetryError`` where the variable is not set or empty.
    static func environment(
        _ variable: String,
        _ action: String
    ) throws(TelemetryError) -> String {
        let value = ProcessInfo.processInfo.environment[variable] ?? ""
        guard !value.isEmpty else {
            throw TelemetryError(
                .badAddress,
                "\(action): the variable \(variable), which holds the address, is not set"
            )
        }
        return value
    }

    /// Runs work with a client of its own.
    static func withClient(
        _ certificateFile: String? = nil,
        _ body: (HTTPClient) async throws(TelemetryError) -> Void
    ) async throws(TelemetryError) {
        let client: HTTPClient
        do throws(HTTPError) {
            client = try HTTPClient(
                HTTPClientOptions(
                    userAgent: "chandler/\(Chandler.version)",
                    maximumBodyBytes: 1 << 20,
                    certificateFile: certificateFile
                )
            )
        } catch {
            throw TelemetryError(.unreachable, "\(error)", cause: error)
        }
        do throws(TelemetryError) {
            try await body(client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }
}
