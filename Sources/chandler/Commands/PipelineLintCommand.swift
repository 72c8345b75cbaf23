import ArgumentParser
import ChandlerPipelineFiles

/// `chandler pipeline lint`: all that is wrong with pipeline files.
struct PipelineLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find all mistakes in pipeline files at once.",
        discussion: """
            Prints a line for each as compilers do, FILE:LINE:COLUMN: error: MESSAGE, on standard \
            output and in the order of the text; columns count characters. Nothing is fetched, and no \
            database or environment is looked at. Ends with 0 where there are no errors, and with 65 \
            where there are, or, with --strict, warnings. A file that cannot be read ends with 64.

            EXAMPLES
              chandler pipeline lint pipelines/*.yaml
              chandler pipeline lint --strict --json my.yaml
              generate-pipeline | chandler pipeline lint -
            """
    )

    @Argument(
        help: ArgumentHelp("The files; - is standard input.", valueName: "file"),
        completion: .yaml
    )
    var files: [String]

    @Flag(help: "Let warnings fail too.")
    var strict = false

    @OptionGroup var output: OutputArguments

    func run() throws {
        var readings: [(path: String, reading: PipelineReading)] = []
        var unreadable: [PipelineFileError] = []
        for path in files {
            do throws(PipelineFileError) {
                let reading = try PipelineReader.read(fileAt: path)
                readings.append((path, reading))
                if !output.json { reading.findings.map(line).forEach(Console.print) }
            } catch {
                unreadable.append(error)
            }
        }
        let document = LintDocument(readings, unreadable.map(\.message), isStrict: strict)
        if output.json { try Console.printJSON(document) }
        for error in unreadable { Console.error(error.message) }
        Console.note(document.summary)
        guard let exit = Exit(rawValue: document.exitCode) else { return }
        throw CommandFailure(exit: exit, message: document.summary, isShown: true)
    }

    /// A finding on a line, in colours for a person.
    private func line(_ finding: Finding) -> String {
        guard Console.hasColor else { return finding.description }
        let color = finding.severity == .error ? 31 : 35
        let place = "\(finding.path):\(finding.line):\(finding.column):"
        return
            "\u{1B}[1m\(place)\u{1B}[0m \u{1B}[1;\(color)m\(finding.severity.rawValue):\u{1B}[0m "
            + finding.message + (finding.hint.map { "; \u{1B}[2m\($0)\u{1B}[0m" } ?? "")
    }
}

/// What lint found, for programs.
private struct LintDocument: Encodable {
    struct File: Encodable {
        let path: String
        let name: String?
        let errors: Int
        let warnings: Int
    }

    struct Entry: Encodable {
        let severity: Finding.Severity
        let path: String
        let line: Int
        let column: Int
        let length: Int?
        let keyPath: String
        let message: String
        let hint: String?

        init(_ finding: Finding) {
            severity = finding.severity
            path = finding.path
            line = finding.line
            column = finding.column
            length = finding.length
            keyPath = finding.keyPath
            message = finding.message
            hint = finding.hint
        }
    }

    let status: String
    let files: [File]
    let findings: [Entry]
    let unreadable: [String]
    let errors: Int
    let warnings: Int
    let exitCode: Int32

    init(
        _ readings: [(path: String, reading: PipelineReading)],
        _ unreadable: [String],
        isStrict: Bool
    ) {
        files = readings.map { path, reading in
            File(
                path: path,
                name: reading.file?.name,
                errors: reading.errors.count,
                warnings: reading.warnings.count
            )
        }
        findings = readings.flatMap { $0.reading.findings.map(Entry.init) }
        self.unreadable = unreadable
        errors = files.reduce(0) { $0 + $1.errors }
        warnings = files.reduce(0) { $0 + $1.warnings }
        if errors > 0 || (isStrict && warnings > 0) {
            exitCode = Exit.badData.rawValue
        } else {
            exitCode = unreadable.isEmpty ? 0 : Exit.usage.rawValue
        }
        status = exitCode == 0 ? "succeeded" : "failed"
    }

    /// One line for a person.
    var summary: String {
        let read = Words.plural(files.count, "file")
        if errors == 0, warnings == 0 { return "\(read): nothing found" }
        return "\(read): \(Words.plural(errors, "error")), \(Words.plural(warnings, "warning"))"
    }
}
