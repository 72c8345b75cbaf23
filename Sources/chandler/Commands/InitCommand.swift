import ArgumentParser
import ChandlerCore
import ChandlerPipelineFiles
import ChandlerVenues
import Foundation

/// `chandler init`: writes a first pipeline.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first pipeline, by three questions or by options.",
        discussion: """
            Asks for the venue, the symbols and the first day, and writes a pipeline with comments \
            that say what else there is. What an option says is not asked. Nothing is fetched, and \
            no file is replaced without --force; a link stays one, and what it names is replaced.

            EXAMPLES
              chandler init
              chandler init majors.yaml --symbols top:10:USDT --from 2024-01-01
              chandler init btc.yaml --yes --symbols BTCUSD --venue kraken --interval 1h
              chandler init train.yaml --yes --dataset datasets --schedule "35 1 * * *"
            """
    )

    @Argument(
        help: "The file to write; its name becomes the pipeline's.",
        completion: .file(extensions: ["yaml"])
    )
    var file = "my-pipeline.yaml"

    @Option(
        help: ArgumentHelp(
            "Tickers with commas between them, or a rule such as top:10:USDT.",
            valueName: "symbols"
        )
    )
    var symbols: String?

    @Option(help: "The venue: \(venueNames).", completion: .list(VenueCatalogue.all.map(\.name)))
    var venue: String?

    @Option(
        help: ArgumentHelp(
            "The first day, or a span back from each run such as 90d.",
            valueName: "moment"
        )
    )
    var from: String?

    @Option(help: "The length of a candle.")
    var interval = Interval.minute

    @Option(
        help: ArgumentHelp("Write training datasets into this folder.", valueName: "folder"),
        completion: .directory
    )
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "When it runs, as in crontab and in UTC, or none (default: every ten minutes).",
            valueName: "times"
        )
    )
    var schedule: String?

    @Flag(name: .shortAndLong, help: "Ask nothing; what no option says has its default.")
    var yes = false

    @Flag(help: "Replace the file where there is one.")
    var force = false

    @OptionGroup var output: OutputArguments

    func run() throws {
        try checkPlace()
        var pipeline = given
        try check(pipeline)
        try complete(&pipeline)
        let faults = pipeline.faults
        if let fault = faults.first {
            throw CommandFailure(exit: .usage, message: "\(fault); nothing was written")
        }
        try write(pipeline)
        try show(pipeline)
    }

    /// What the options say, and the defaults.
    private var given: FirstPipeline {
        var pipeline = FirstPipeline()
        pipeline.name = FirstPipeline.name(ofFile: file)
        if let venue { pipeline.venue = venue }
        pipeline.symbols = symbols ?? FirstPipeline.usualSymbols(at: pipeline.venue)
        if let from { pipeline.from = from }
        pipeline.interval = interval.rawValue
        pipeline.dataset = dataset
        if let schedule { pipeline.schedule = schedule == "none" ? nil : schedule }
        pipeline.schema = Self.schema
        return pipeline
    }

    /// Refuses options before anything is asked.
    private func check(_ pipeline: FirstPipeline) throws {
        let options: [(part: FirstPipeline.Part, isGiven: Bool)] = [
            (.venue, venue != nil), (.symbols, symbols != nil), (.from, from != nil),
            (.interval, venue != nil), (.dataset, dataset != nil), (.schedule, schedule != nil),
        ]
        for option in options where option.isGiven {
            guard let fault = pipeline.fault(in: option.part) else { continue }
            throw CommandFailure(
                exit: .usage,
                message: "--\(option.part.rawValue): \(fault); nothing was written"
            )
        }
    }

    /// Asks for what no option says.
    private func complete(_ pipeline: inout FirstPipeline) throws {
        if yes || (venue != nil && symbols != nil && from != nil) { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                exit: .usage,
                message: "nobody is there to ask: standard input is no terminal; give --symbols, "
                    + "--venue and --from, or --yes for the defaults"
            )
        }
        let questions = InitQuestions { Console.write($0, to: STDERR_FILENO) }
        if venue == nil {
            try questions.ask(
                .venue,
                \.venue,
                "From which venue (\(venueNames))?",
                of: &pipeline
            )
            if symbols == nil { pipeline.symbols = FirstPipeline.usualSymbols(at: pipeline.venue) }
        }
        if symbols == nil {
            try questions.ask(
                .symbols,
                \.symbols,
                "Which symbols, or a rule such as top:10:USDT?",
                of: &pipeline
            )
        }
        if from == nil {
            try questions.ask(
                .from,
                \.from,
                "Since when: a date, or a span back from each run?",
                of: &pipeline
            )
        }
    }

    private func checkPlace() throws {
        if file == "-" {
            throw CommandFailure(
                exit: .usage,
                message:
                    "write the pipeline \"-\": a file is written, not standard output; name one"
            )
        }
        var status = stat()
        guard stat(file, &status) == 0 else { return }
        // What takes the place of a device or a pipe would be in everybody's way.
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw refusal(
                "it is there and no ordinary file; it was left alone; choose another name"
            )
        }
        if !force { throw refusal("there is one already; --force replaces it") }
    }

    private func write(_ pipeline: FirstPipeline) throws {
        do {
            let place = URL(fileURLWithPath: file)
            try Data(pipeline.text.utf8).write(
                to: force ? place.resolvingSymlinksInPath() : place,
                options: force ? .atomic : .withoutOverwriting
            )
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw refusal("there is one already; --force replaces it")
        } catch {
            throw refusal((error as? CocoaError)?.underlyingWords ?? "\(error)")
        }
    }

    private func refusal(_ words: String) -> CommandFailure {
        CommandFailure(exit: .cannotWrite, message: "write the pipeline \(quoted(file)): \(words)")
    }

    private func show(_ pipeline: FirstPipeline) throws {
        let name = Self.shellWord(file)
        let next = ["chandler pipeline plan \(name)", "chandler run \(name)"]
        if output.json {
            try Console.printJSON(
                InitDocument(status: "succeeded", file: file, pipeline: pipeline.name, next: next)
            )
            return
        }
        let width = (next.map(\.count).max() ?? 0) + 3
        let meanings = ["what a run would fetch and load", "do it"]
        Console.print("Wrote \(file). Now:")
        Console.print("")
        for (command, meaning) in zip(next, meanings) {
            let gap = String(repeating: " ", count: width - command.count)
            Console.print("  \(command)\(gap)# \(meaning)")
        }
    }

    /// The installed schema, else one beside the file ("chandler pipeline schema" prints it).
    private static var schema: String {
        guard
            let program = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"
            )
        else { return "schema.json" }
        let prefix = URL(fileURLWithPath: program).deletingLastPathComponent()
            .deletingLastPathComponent().path
        let schema = prefix + "/share/chandler/pipelines/schema.json"
        let isPlain = schema.allSatisfy { $0.isASCII && !$0.isWhitespace }
        let isThere = FileManager.default.fileExists(atPath: schema)
        return isPlain && isThere ? schema : "schema.json"
    }

    /// A path as a shell takes it.
    private static func shellWord(_ path: String) -> String {
        let isPlain = path.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0))
        }
        if isPlain, !path.hasPrefix("-") { return path }
        let quoted = "'" + path.replacing("'", with: "'\\''") + "'"
        return path.hasPrefix("-") ? "./" + quoted : quoted
    }
}

extension CocoaError {
    /// The system's own words, where there are any.
    fileprivate var underlyingWords: String? {
        (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
    }
}

/// What was written, for programs.
private struct InitDocument: Encodable {
    let status: String
    let file: String
    let pipeline: String
    let next: [String]
}
