import ArgumentParser

/// Measures Parquet files against pyarrow's with the same codec and options.
struct ParquetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parquet",
        abstract: "Measure Parquet files against pyarrow's with the same codec and options.",
        discussion: """
            Both write the columns of a dataset, which are ready in memory, to a file: the same \
            encodings, zstd level 3, row groups and pages. Both files are then read whole by \
            pyarrow and by DuckDB, on one thread; of three readings a round the least counts. \
            All times are processor time; memory was used before.
            """
    )

    @OptionGroup var peer: PythonPeer

    @Option(help: "How many rows.")
    var rows: Int = 1_051_200

    @Option(help: "How often everything is measured, in turn.")
    var rounds: Int = 5

    func validate() throws {
        try require("--rounds", rounds, 1...)
        try require("--rows", rows, 1_000...)
    }

    func run() throws {
        let rows = try DatasetRows(MicroSample(candles: rows))
        try Folder.withScratch { folder in
            let columns = folder + "/columns.parquet"
            _ = try rows.write(to: columns)
            // It takes its columns from our file, so that both write the same values.
            let worker = try peer.start("scripts/bench_parquet.py", [columns])
            let comparison = ParquetComparison(rows, worker, folder: folder)
            let result = try comparison.measure(rounds: rounds)
            Console.result(
                "\(grouped(rows.count)) rows, \(rows.columnCount) columns, "
                    + "\(rounds) rounds.\n"
            )
            Console.result(result.table, result.goals)
            Console.result("\n" + MachineDescription.text([try worker.ask("version")]))
        }
    }
}
