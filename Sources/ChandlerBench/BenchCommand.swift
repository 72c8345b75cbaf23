import ArgumentParser

/// The command line of the measurements.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chandler-bench",
        abstract: "Measure Chandler, and compare it with what else people would use.",
        discussion: """
            Quote ratios of medians from one call, never seconds from two. Nothing here is a test: \
            a goal that is missed is printed, and the exit code stays 0.
            """,
        subcommands: [
            MicroCommand.self, CompareCommand.self, ScalingCommand.self, IncrementCommand.self,
            SymbolsCommand.self, MemoryCommand.self, IndicatorsCommand.self, LoadCommand.self,
            ParquetCommand.self, ContenderCommand.self,
        ]
    )
}
