import ArgumentParser

/// `chandler pipeline`: what can be said of pipeline files without running them.
struct PipelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Check and explain pipeline files, and say what a run would do.",
        discussion: """
            A pipeline is one YAML file: what is fetched, loaded, written and looked after, and when. \
            "chandler init" writes a first one, "chandler run FILE" runs one, "chandler schedule" \
            makes timers of it.

            EXAMPLES
              chandler pipeline lint pipelines/*.yaml
              chandler pipeline explain series.symbols
              chandler pipeline plan pipelines/crypto-core-1m.yaml
            """,
        subcommands: [
            PipelineLintCommand.self, PipelineExplainCommand.self, PipelinePlanCommand.self,
            PipelineSchemaCommand.self,
        ]
    )
}
