import ArgumentParser
import ChandlerPostgres
import ChandlerTelemetry
import ChandlerWarehouse
import Foundation

/// `chandler doctor`: what is wrong with the database, and what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Examine the database: what is wrong, and what to do about it.",
        discussion: """
            Looks at the server, its settings, the schema, months, gaps, stale series, locks, disk, \
            backups and access. Changes nothing, reads no big table whole, and works as any role: \
            what the role may not see is reported as not visible. A server that is down is a \
            finding, too; the embedded server is not started.

            EXIT CODES of this command, other than everywhere else
              0 healthy (notices allowed)    1 warnings    2 broken

            EXAMPLES
              chandler doctor
              chandler doctor --all
              chandler doctor --metrics /var/lib/node_exporter/chandler.prom
            """
    )

    @Flag(help: "Show what is healthy, too.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Also write Prometheus metrics for the textfile collector of node_exporter.",
            discussion: "The file is replaced whole, also when the database is down.",
            valueName: "file"
        )
    )
    var metrics: String?

    @OptionGroup(title: "Thresholds") var thresholds: DoctorThresholdArguments
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        let configuration = try database.external() ?? database.embedded().connectionConfiguration
        let doctor = Doctor(
            configuration,
            surroundings: DoctorSurroundings(environment: ProcessInfo.processInfo.environment),
            thresholds: thresholds.thresholds
        )
        let diagnosis = await doctor.examine()
        if output.json {
            try Console.printJSON(DoctorDocument(diagnosis))
        } else {
            for line in DoctorPage(diagnosis, showsAll: all).lines { Console.print(line) }
        }
        if let metrics { try write(diagnosis.metrics, to: metrics) }
        // These codes are no failure of the command, which the error path would make of them.
        if diagnosis.exitCode != 0 { Foundation.exit(diagnosis.exitCode) }
    }

    private func write(_ metrics: [Metric], to path: String) throws {
        do throws(TelemetryError) {
            try MetricsFile(path: path).write(metrics.map(MetricFamily.init))
        } catch {
            throw CommandFailure(exit: .cannotWrite, message: error.message)
        }
    }
}

extension MetricFamily {
    /// What the doctor measured, as it is written.
    fileprivate init(_ metric: Metric) {
        self.init(
            name: metric.name,
            kind: .gauge,
            help: metric.help,
            series: metric.samples.map { sample in
                MetricSeries(
                    labels: sample.labels.map { MetricLabel($0.name, $0.value) },
                    value: .number(sample.value)
                )
            }
        )
    }
}

/// From where on the doctor complains.
struct DoctorThresholdArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Intervals that a series may lag behind the server's clock.",
            valueName: "intervals"
        )
    )
    var staleIntervals = DoctorThresholds().staleIntervals

    @Option(help: ArgumentHelp("Minutes it may lag beside that.", valueName: "minutes"))
    var settle = Int(DoctorThresholds().settleSeconds / 60)

    @Option(help: ArgumentHelp("Days for which rejected rows are reported.", valueName: "days"))
    var rejectDays = Int(DoctorThresholds().rejectDays)

    @Option(help: ArgumentHelp("Days until a verified backup is too old.", valueName: "days"))
    var backupDays = Int(DoctorThresholds().backupDays)

    @Option(help: ArgumentHelp("Days that the disk must last.", valueName: "days"))
    var diskDays = Int(DoctorThresholds().diskDays)

    @Option(help: ArgumentHelp("Minutes until a transaction is long.", valueName: "minutes"))
    var longTransaction = Int(DoctorThresholds().longTransactionSeconds / 60)

    @Option(
        help: ArgumentHelp("Seconds that one statement may take.", valueName: "seconds")
    )
    var timeout = DoctorThresholds().statementMilliseconds / 1_000

    func validate() throws {
        let lengths = [
            "--settle": settle, "--reject-days": rejectDays, "--backup-days": backupDays,
            "--disk-days": diskDays, "--long-transaction": longTransaction,
        ]
        for (name, value) in lengths.sorted(by: { $0.key < $1.key })
        where !(0...1_000_000).contains(value) {
            throw ValidationError("\(name) takes 0 to 1000000, was \(value)")
        }
        guard (1...1_000_000).contains(staleIntervals) else {
            throw ValidationError("--stale-intervals takes 1 to 1000000, was \(staleIntervals)")
        }
        guard (1...3_600).contains(timeout) else {
            throw ValidationError("--timeout takes 1 to 3600 seconds, was \(timeout)")
        }
    }

    /// The thresholds with what was given.
    var thresholds: DoctorThresholds {
        var thresholds = DoctorThresholds()
        thresholds.staleIntervals = staleIntervals
        thresholds.settleSeconds = Double(settle) * 60
        thresholds.rejectDays = Double(rejectDays)
        thresholds.backupDays = Double(backupDays)
        thresholds.diskDays = Double(diskDays)
        thresholds.longTransactionSeconds = Double(longTransaction) * 60
        thresholds.statementMilliseconds = timeout * 1_000
        return thresholds
    }
}
