import ArgumentParser
import ChandlerPipelineFiles

/// `chandler pipeline schema`: the JSON Schema of pipeline files.
struct PipelineSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of pipeline files, for editors.",
        discussion: """
            Editors with a YAML language server complete and check keys while you write: let the \
            first line of the file be

              # yaml-language-server: $schema=schema.json

            and keep the schema beside it. It knows the form of each key; "chandler pipeline lint" \
            also knows what keys say together.

            EXAMPLES
              chandler pipeline schema > pipelines/schema.json
            """
    )

    // The schema is a JSON document with and without --json.
    @OptionGroup var output: OutputArguments

    func run() {
        Console.write(PipelineSchema.text, to: 1)
    }
}
