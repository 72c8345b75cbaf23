import ArgumentParser
import ChandlerCore
import FixtureExchange
import Glibc
import UnixSignals

/// Serves candle files until a signal comes.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve candle files on 127.0.0.1 until SIGTERM or SIGINT (the default).",
        discussion: ServeHelp.text
    )

    @Option(
        parsing: .upToNextOption,
        help: "Candle files, or folders of them.",
        completion: .file()
    )
    var candles: [String]

    @Option(help: "The port; 0 takes any free one.")
    var port: Int = 0

    @Option(
        help: "A time that stands still, such as 2024-06-15T12:34:30Z; else the real time.",
        transform: timestamp
    )
    var now: Timestamp?

    @Option(
        name: .customLong("fault"),
        help: "A fault to switch on; may be repeated.",
        transform: { try Fault(parsing: $0) }
    )
    var faults: [Fault] = []

    @Option(help: "Hold every answer back for so long.")
    var latencyMs: Int = 0

    @Option(help: "The request weight one minute allows.")
    var weightLimit: Int = 6_000

    @Option(help: "A trading state as SYMBOL=BREAK; may be repeated.")
    var status: [String] = []

    @Option(
        name: .customLong("archive-flaw"),
        help:
            "How the bulk archive differs: header, no-listing, absent:STEM, checksum:STEM, rows:FAULT."
    )
    var archiveFlaws: [String] = []

    @OptionGroup(title: "Aggregators")
    var aggregators: AggregatorArguments

    @Flag(help: "Never compress an answer.")
    var noCompression = false

    @Flag(help: "Load all files before listening, not when they are first asked for.")
    var preload = false

    @Option(help: "A file to write the base URL to once the server listens.")
    var readyFile: String?

    func validate() throws {
        guard (0...65_535).contains(port), latencyMs >= 0, weightLimit > 0 else {
            throw ValidationError(
                "--port must be 0 to 65535, --latency-ms 0 or more, --weight-limit 1 or more"
            )
        }
        for pair in status where !pair.contains("=") {
            throw ValidationError("--status must be SYMBOL=STATE, was \(pair)")
        }
    }

    func run() async throws {
        // Signals are trapped before anyone can know that the server runs.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let server = try FixtureExchangeServer(configuration: configuration())
        let address = try await server.start()
        print(address)
        fflush(nil)
        if let readyFile { try announce(address, in: readyFile) }
        for await _ in signals { break }
        await server.stop()
    }

    private func archive() throws -> ArchiveFlaws {
        var flaws = ArchiveFlaws()
        for flaw in archiveFlaws { try flaws.add(flaw) }
        return flaws
    }

    private func configuration() throws -> FixtureExchangeConfiguration {
        var configuration = FixtureExchangeConfiguration(candles: candles)
        configuration.port = port
        configuration.now = now
        configuration.faults = faults
        configuration.latency = .milliseconds(latencyMs)
        configuration.compresses = !noCompression
        configuration.weightLimit = weightLimit
        configuration.preloads = preload
        configuration.archive = try archive()
        configuration.aggregators = aggregators.settings
        for pair in status {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if sides.count == 2 { configuration.statuses[sides[0]] = sides[1] }
        }
        return configuration
    }

    /// Writes beside the name and renames, so that nobody reads half an address.
    private func announce(_ address: String, in path: String) throws {
        let draft = path + ".part"
        guard let file = fopen(draft, "w") else {
            throw ValidationError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        fputs(address + "\n", file)
        fclose(file)
        guard rename(draft, path) == 0 else {
            throw ValidationError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }
}

/// Reads a date or an RFC 3339 time.
private func timestamp(_ text: String) throws -> Timestamp {
    guard let moment = Timestamp(parsing: text) else {
        throw ValidationError("a time is written 2024-06-15T12:34:30Z, was \"\(text)\"")
    }
    return moment
}
