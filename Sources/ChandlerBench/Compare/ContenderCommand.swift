import ArgumentParser
import FoundationEssentials
import Glibc

/// Chandler as `compare.py` runs it: everything into `market_data`, and a dataset.
struct ContenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contender",
        abstract: "Run Chandler as one contender of the comparison.",
        shouldDisplay: false
    )

    @OptionGroup var programs: Programs

    @Option(help: "Where the candles are served.")
    var url: String

    @Option(help: "The beginning of the dataset's file names.")
    var out: String

    @Option(help: "The first moment not wanted any more.")
    var to: String = "2024-01-01"

    @Option(help: "How the dataset's rows are stored.")
    var format: String?

    @Flag(help: "Write no dataset.")
    var noDataset = false

    /// The columns that every contender stores.
    static let indicators = [
        "sma_20", "sma_50", "sma_200", "ema_12", "ema_26", "ema_50", "wma_20", "rsi_14",
        "macd_12_26_9", "macd_signal_12_26_9", "macd_hist_12_26_9", "bb_upper_20_2",
        "bb_middle_20_2", "bb_lower_20_2", "atr_14", "adx_14", "plus_di_14", "minus_di_14",
        "stoch_k_14_3_3", "stoch_d_14_3_3", "cci_20", "willr_14", "roc_10", "mfi_14", "obv",
    ]

    func run() throws {
        // The server is the one of the comparison, whatever else is configured.
        let environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("POSTGRES_") && !name.hasPrefix("CHANDLER_")
        }
        // `compare.py` has made a table of its own; ours has columns that it lacks.
        let reset =
            "SET client_min_messages = error; DROP SCHEMA IF EXISTS public, cubi, chandler_upkeep "
            + "CASCADE; CREATE SCHEMA public"
        try Program(["psql", "-X", "-q", "-c", reset], environment: environment).run()
        // Not below `out`: `compare.py` removes files, not folders, that begin so.
        let parts = out.split(separator: "/", omittingEmptySubsequences: false)
        let training = parts.dropLast().joined(separator: "/") + "/training." + (parts.last ?? "")
        Folder.remove(training)
        let outcome = try Program(
            command(training: training),
            environment: environment
        ).run()
        // `compare.py` counts the bytes of files that begin with `out`.
        for (number, file) in Folder.files(below: training).enumerated() {
            guard link(file, "\(out).\(number + 1)") == 0 else {
                throw TextFile.fault("link", file)
            }
        }
        let seconds = try IngestReport(outcome.output).seconds.sorted { $0.key < $1.key }
        let stages = seconds.map { "\"\($0.key)\": \(fixed($0.value, 3))" }
        Console.result("{\"stages_s\": {\(stages.joined(separator: ", "))}}")
    }

    private func command(training: String) throws -> [String] {
        let dataset =
            noDataset ? [] : ["--training", training] + (format.map { ["--format", $0] } ?? [])
        return [
            try programs.chandlerPath, "ingest", "--symbol", "BTCUSDT", "--from", "2022-01-01",
            "--to", to, "--base-url", url, "--candles-only", "--indicators",
            Self.indicators.joined(separator: ","), "--json",
        ] + dataset
    }
}
