import ArgumentParser

/// `chandler pipeline plan`: what a run would do.
struct PipelinePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what a run of a pipeline would fetch, load and write; do nothing.",
        discussion: """
            No venue is asked, no server is started and nothing is written: what is stored is read \
            from the ledger where the database runs. What only a venue knows, such as where its \
            history begins or what a rule picks, is said as such; counts are the most it can be.

            EXAMPLES
              chandler pipeline plan pipelines/crypto-core-1m.yaml
              chandler pipeline plan pipelines/crypto-core-1m.yaml --at 2024-03-01 --shard 3/16
            """
    )

    @OptionGroup var pipeline: PipelineArguments
    @OptionGroup var database: DatabaseArguments
    @OptionGroup var output: OutputArguments

    func run() async throws {
        try await PipelinePlanning(
            file: try pipeline.load(),
            selection: pipeline.selection,
            database: database
        ).show(asJSON: output.json)
    }
}
