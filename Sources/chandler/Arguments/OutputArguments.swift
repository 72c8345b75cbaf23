import ArgumentParser
import Foundation

/// The options that every command has.
struct OutputArguments: ParsableArguments {
    @Flag(help: "Print one JSON document on standard output.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write logs to standard error as text, or as one JSON object a line (or "
                + "\(LogFormat.variable)).",
            valueName: "format"
        )
    )
    var logFormat: LogFormat?

    func validate() throws {
        let value = ProcessInfo.processInfo.environment[LogFormat.variable] ?? ""
        guard value.isEmpty || logFormat != nil || LogFormat(rawValue: value) != nil else {
            throw ValidationError(
                "\(LogFormat.variable) takes text or json, was \"\(Words.printable(value))\""
            )
        }
    }
}
