import Foundation
import Synchronization

/// Where the program speaks: results on standard output, everything else on standard error.
enum Console {
    /// How what is said on standard error is written.
    static let logFormat = LogFormat.chosen

    /// Whether a person looks at standard error, and lines may be redrawn there.
    static let isTerminal = logFormat == .text && isatty(STDERR_FILENO) == 1

    /// Whether a person looks at standard output.
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1

    /// Whether colours are wanted on standard output (see no-color.org).
    static let hasColor =
        outputIsTerminal && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty ?? true
        && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// The columns of the terminal; 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a line to standard output.
    static func print(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard error, over a progress line that may stand there.
    static func note(_ line: String) {
        note(line, fields: [:])
    }

    /// Writes a line to standard error, with its numbers for those who read JSON.
    static func note(_ line: String, fields: KeyValuePairs<String, LogLine.Value>) {
        switch logFormat {
        case .text: write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n", to: STDERR_FILENO)
        case .json: log(line, fields)
        }
    }

    /// Shows something that went wrong without being a failure.
    static func warning(_ message: String) {
        note("\(LogLine.Level.warning.prefix)\(message)")
    }

    /// Ends the line that a person's Ctrl-C was echoed into.
    static func endLine() {
        if isTerminal { note("") }
    }

    /// Shows an error on standard error.
    static func error(_ message: String) {
        note("\(LogLine.Level.error.prefix)\(message)")
    }

    /// Says which run the lines that follow belong to; `nil` for what is not known.
    static func setRun(_ runID: Int64?, pipeline: String? = nil) {
        run.withLock { $0 = (runID, pipeline) }
    }

    private static let run = Mutex<(id: Int64?, pipeline: String?)>((nil, nil))

    private static func log(_ line: String, _ fields: KeyValuePairs<String, LogLine.Value>) {
        guard !line.isEmpty else { return }
        let levels: [LogLine.Level] = [.warning, .error]
        let level = levels.first { line.hasPrefix($0.prefix) }
        let run = run.withLock { $0 }
        let log = LogLine(
            level: level ?? .info,
            component: CommandName.current,
            message: String(line.dropFirst(level?.prefix.count ?? 0)),
            context: [
                "run_id": run.id.map { .int(Int($0)) }, "pipeline": run.pipeline.map { .text($0) },
            ],
            fields: fields
        )
        write(log.json + "\n", to: STDERR_FILENO)
    }

    /// Writes text as it is, by one call of the system where that takes it whole.
    ///
    /// Lines of several threads do not run into each other on standard error. A result that cannot be written ends the program with code 73; a reader that has gone away
    /// (`| head`) has seen what it wanted.
    static func write(_ text: String, to descriptor: Int32) {
        guard descriptor == STDERR_FILENO else {
            return writeAll(text, to: descriptor)
        }
        errorLine.withLock { _ in writeAll(text, to: descriptor) }
    }

    private static let errorLine = Mutex(())

    private static func writeAll(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                guard descriptor == STDOUT_FILENO, errno != EPIPE else { return }
                error("write to standard output: \(String(cString: strerror(errno)))")
                exit(Exit.cannotWrite.rawValue)
            }
        }
    }

    /// Writes a value as one JSON document to standard output.
    static func printJSON(_ value: some Encodable) throws {
        print(try json(value))
        printedJSON.withLock { $0 = true }
    }

    /// Whether the document was written already: there is never a second one.
    static var hasPrintedJSON: Bool { printedJSON.withLock { $0 } }

    private static let printedJSON = Mutex(false)

    /// A value as a JSON document, keys in a fixed order.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
