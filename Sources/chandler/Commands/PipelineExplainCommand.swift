import ArgumentParser
import ChandlerPipelineFiles

/// `chandler pipeline explain`: what the keys of pipeline files mean.
struct PipelineExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain the keys of pipeline files, or show a file with its defaults filled in.",
        discussion: """
            Without a key, a line for each; with one, all that is known of it. With a file, the \
            values that a run of it uses, and the line that says so.

            EXAMPLES
              chandler pipeline explain
              chandler pipeline explain dataset.horizons
              chandler pipeline explain pipelines/crypto-core-1m.yaml
              chandler pipeline explain load pipelines/crypto-core-1m.yaml
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A key such as series.symbols, or a pipeline's file (- is standard input), or both.",
            valueName: "key or file"
        ),
        completion: .yaml
    )
    var subjects: [String] = []

    @Option(help: ArgumentHelp("Show this file's values.", valueName: "file"), completion: .yaml)
    var file: String?

    @OptionGroup var output: OutputArguments

    func validate() throws {
        let files = subjects.filter(Self.isFile).count + (file == nil ? 0 : 1)
        if files > 1 || subjects.count - subjects.filter(Self.isFile).count > 1 {
            throw ValidationError("expected a key, a file, or one of each")
        }
    }

    /// No key has a slash, and none ends as files do.
    private static func isFile(_ subject: String) -> Bool {
        subject == "-" || subject.contains("/") || subject.hasSuffix(".yaml")
            || subject.hasSuffix(".yml")
    }

    func run() throws {
        let key = subjects.first { !Self.isFile($0) }
        let file = file ?? subjects.first(where: Self.isFile)
        let keys = try PipelineGuide.keys(under: key ?? "")
        if let file {
            try show(values(of: file, under: keys))
        } else if output.json {
            try Console.printJSON(ExplainDocument(keys: keys))
        } else {
            let width = min(100, max(60, Console.width))
            Console.print(try PipelineGuide.page(of: key, width: width))
        }
    }

    /// The values of a file below some keys.
    private func values(
        of path: String,
        under keys: [KeyGuide]
    ) throws -> [EffectiveValue] {
        let reading = try PipelineReader.read(fileAt: path)
        guard reading.file != nil else {
            throw PipelineFileError(
                .faulty,
                "explain \(path): it has \(Words.plural(reading.errors.count, "error"))",
                findings: reading.findings
            )
        }
        let wanted = Set(keys.map { $0.path.replacing("[]", with: "") })
        return reading.effectiveValues.filter { value in
            wanted.contains(value.path.replacing(/\[[0-9]+\]/, with: ""))
        }
    }

    private func show(_ values: [EffectiveValue]) throws {
        if output.json { return try Console.printJSON(ValuesDocument(values: values)) }
        // Lists may be long: the value, which is last, is not aligned.
        let rows = values.map { [$0.path, $0.line.map { "line \($0)" } ?? "default", $0.value] }
        Table(["key", "from", "value"], rows).lines.forEach(Console.print)
    }
}

/// What is told of keys, for programs.
private struct ExplainDocument: Encodable {
    let keys: [KeyGuide]
}

/// The values of a file, for programs.
private struct ValuesDocument: Encodable {
    let values: [EffectiveValue]
}
