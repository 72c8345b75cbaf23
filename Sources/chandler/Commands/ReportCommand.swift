import ArgumentParser
import ChandlerCore
import ChandlerFiles
import ChandlerReport
import ChandlerStore
import Foundation

/// `chandler report`: one page that people look at.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one HTML page on coverage, candles, gaps, runs and datasets.",
        discussion: """
            The page is one file that needs no network and no script: it opens from a disk, and can \
            be sent as it is. It is made from the ledger in one snapshot; nothing is written to the \
            database, and a login with the role chandler_reader is enough.

            Datasets are those of --dataset and those that runs of the ledger wrote, where their \
            folders are still there. The same data gives the same page with the same --at.

            EXAMPLES
              chandler report
              chandler report --out /srv/www/chandler.html --runs 100
              chandler report --venue binance --interval 1h --dataset ./training
              chandler report --out - | gzip > report.html.gz
            """
    )

    @Option(
        help: ArgumentHelp("Where the page is written; - is standard output.", valueName: "file")
    )
    var out = "chandler-report.html"

    @OptionGroup var filter: SeriesFilter

    @Option(
        help: ArgumentHelp(
            "A folder of a dataset to describe; repeat it for several.",
            valueName: "folder"
        )
    )
    var dataset: [String] = []

    @Option(help: ArgumentHelp("How many runs are listed, the newest.", valueName: "count"))
    var runs = 50

    @Option(
        help: ArgumentHelp(
            "When the page says it was made, for pages that can be compared.",
            valueName: "time"
        ),
        transform: readMoment
    )
    var at: Timestamp?

    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func validate() throws {
        guard (1...500).contains(runs) else {
            throw ValidationError("--runs takes 1 to 500 runs, was \(runs)")
        }
        if out.isEmpty { throw ValidationError("--out takes a file, or - for standard output") }
        if out == "-", output.json {
            throw ValidationError("--json has no place beside --out -, which takes standard output")
        }
    }

    func run() async throws {
        let lane = try StoreLane(try database.reach(), applicationName: "chandler report")
        let data = try await ReportGathering(lane, options: options).gather(
            version: Chandler.version,
            isEmpty: try await isEmpty(lane)
        )
        let (datasets, failures) = try summaries(data)
        let page = ReportPage(data, datasets: datasets, failures: failures).html
        if out == "-" {
            Console.write(page, to: STDOUT_FILENO)
            return
        }
        do {
            try FileDraft.write(page, to: out)
        } catch {
            throw CommandFailure(exit: .cannotWrite, message: "\(error)")
        }
        if output.json {
            try Console.printJSON(ReportDocument(data, out, page.utf8.count, datasets.count))
        } else {
            Console.print("\(data.verdict.words)")
            Console.print("wrote \(out) · \(Words.bytes(Int64(page.utf8.count)))")
        }
    }

    private var options: ReportOptions {
        var options = ReportOptions(
            now: at ?? Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        )
        options.venue = filter.venue?.lowercased()
        options.symbol = filter.symbol
        options.interval = filter.interval
        options.runs = runs
        return options
    }

    /// Whether the database has none of our tables; one that is behind is not brought up to date.
    private func isEmpty(_ lane: StoreLane) async throws -> Bool {
        let schema = try await lane.schemaStatus()
        if schema.applied.isEmpty { return true }
        if schema.pending.isEmpty { return false }
        throw CommandFailure(
            exit: .configuration,
            message: "the schema is \(Words.plural(schema.pending.count, "migration")) behind; "
                + "nothing was changed; run \"chandler db migrate\" first"
        )
    }

    /// The datasets of the command line, which must be there, then those of the ledger.
    ///
    /// - Returns: The datasets, and which of the ledger's could not be read and why.
    private func summaries(
        _ data: ReportData
    ) throws -> ([DatasetSummary], [(folder: String, words: String)]) {
        var folders = Set<String>()
        var summaries: [DatasetSummary] = []
        var failures: [(folder: String, words: String)] = []
        for folder in dataset where folders.insert(Self.absolute(folder)).inserted {
            do throws(DatasetSummaryError) {
                summaries.append(try DatasetSummary.read(folder: folder))
            } catch {
                let exit: Exit = error.code == .noDataset ? .usage : .badData
                throw CommandFailure(exit: exit, message: error.message)
            }
        }
        for folder in data.datasetFolders
        where folders.insert(Self.absolute(folder)).inserted
            && FileManager.default.fileExists(atPath: folder + "/manifest.json")
        {
            if summaries.count + failures.count >= Self.mostDatasets { break }
            do throws(DatasetSummaryError) {
                summaries.append(try DatasetSummary.read(folder: folder))
            } catch {
                failures.append((folder: folder, words: error.message))
            }
        }
        return (summaries, failures)
    }

    /// How many datasets are described when they come from the ledger.
    private static let mostDatasets = 20

    private static func absolute(_ folder: String) -> String {
        URL(fileURLWithPath: folder).standardizedFileURL.path
    }
}

/// What was written, for programs.
private struct ReportDocument: Encodable {
    let status = "succeeded"
    let path: String
    let bytes: Int
    let database: String
    let generatedAt: String
    let verdict: String
    let grade: String
    let series: Int
    let candles: Int
    let archived: Int
    let expected: Int
    let gaps: Int
    let gapsOpen: Int
    let runs: Int
    let datasets: Int

    init(_ data: ReportData, _ path: String, _ bytes: Int, _ datasets: Int) {
        self.path = path
        self.bytes = bytes
        self.datasets = datasets
        database = data.database
        generatedAt = data.options.now.description
        verdict = data.verdict.words
        grade = data.verdict.grade.rawValue
        series = data.series.count
        candles = data.series.reduce(0) { $0 + $1.stored }
        archived = data.series.reduce(0) { $0 + $1.archived }
        expected = data.series.reduce(0) { $0 + $1.expected }
        gaps = data.gaps.count
        gapsOpen = data.gaps.openCount
        runs = data.runs.count
    }
}
