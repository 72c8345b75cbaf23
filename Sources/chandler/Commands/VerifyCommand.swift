import ArgumentParser
import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// `chandler verify`: proves that what is stored is what the candles say.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the indicators of stored candles and compare.",
        discussion: """
            Also checks the rules of every candle, the saved indicator state and the ledger of \
            gaps. Rows that are archived are passed over; all that are stored are compared, also \
            those of archived months. Ends with code 65 when anything differs or cannot be verified.
            """
    )

    @OptionGroup var filter: SeriesFilter
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        try await interruptible { try await runUninterrupted() }
    }

    private func runUninterrupted() async throws {
        let lane = try await database.lane(for: "verify")
        let series = try await lane.allSeries().filter(filter.matches)
        guard !series.isEmpty else {
            throw CommandFailure(
                exit: .badData,
                message:
                    "no series is stored\(filter.words.isEmpty ? "" : " that matches \(filter.words)")"
            )
        }
        let progress = RunProgress(isQuiet: false)
        var reports: [VerificationReport] = []
        for id in series {
            reports.append(try await Verification(lane: lane, progress: progress).run(id))
            progress.end()
            if !output.json, let report = reports.last { show(report) }
        }
        if output.json {
            try Console.printJSON(VerifyDocument(reports))
        }
        try check(reports)
    }

    private func check(_ reports: [VerificationReport]) throws {
        let differences = reports.reduce(0) { $0 + $1.differences }
        if differences > 0 {
            throw CommandFailure(
                exit: .badData,
                message: "\(Words.plural(differences, "difference")) between what is stored and "
                    + "what the candles say; \"chandler ingest --recompute\" computes indicators "
                    + "and states anew, --refetch reads the candles and gaps again"
            )
        }
        let unverified = reports.reduce(0) { $0 + $1.unverified }
        if unverified > 0 {
            throw CommandFailure(
                exit: .badData,
                message: "nothing differs, but the indicators of "
                    + "\(Words.plural(unverified, "row")) are not verifiable: earlier months are "
                    + "archived; \"chandler restore-archive\" brings them back"
            )
        }
    }

    private func show(_ report: VerificationReport) {
        let verdict: String
        if report.differences > 0 {
            verdict = Words.plural(report.differences, "difference")
        } else if report.unverified > 0 {
            let count = Words.count(report.unverified)
            verdict = "\(count) not verifiable: earlier months are archived"
        } else if report.rows == 0, !report.archived.isEmpty {
            verdict = "all archived"
        } else {
            verdict = "all equal"
        }
        Console.print(
            "\(report.series) · \(report.range) · \(Words.plural(report.rows, "row")) · \(verdict)"
        )
        for finding in report.findings {
            Console.print("  \(finding.openTime) \(finding.subject): \(finding.words)")
        }
        for note in report.notes { Console.print("  note: \(note)") }
    }
}

/// What a verification found, for programs.
private struct VerifyDocument: Encodable {
    struct Finding: Encodable {
        let openTime: String
        let subject: String
        let words: String
    }

    struct Entry: Encodable {
        let venue: String
        let symbol: String
        let interval: String
        let from: String
        let to: String
        let rows: Int
        let unverified: Int
        let archived: [String]
        let differences: Int
        let findings: [Finding]
        let notes: [String]
    }

    let status: String
    let series: [Entry]

    init(_ reports: [VerificationReport]) {
        if !reports.allSatisfy({ $0.differences == 0 }) {
            status = "different"
        } else {
            status = reports.allSatisfy { $0.unverified == 0 } ? "succeeded" : "not verifiable"
        }
        series = reports.map { report in
            Entry(
                venue: report.series.venue,
                symbol: report.series.symbol.text,
                interval: report.series.interval.rawValue,
                from: report.range.start.description,
                to: report.range.end.description,
                rows: report.rows,
                unverified: report.unverified,
                archived: report.archived.map(\.dashed),
                differences: report.differences,
                findings: report.findings.map {
                    Finding(
                        openTime: $0.openTime.description,
                        subject: $0.subject,
                        words: $0.words
                    )
                },
                notes: report.notes
            )
        }
    }
}
