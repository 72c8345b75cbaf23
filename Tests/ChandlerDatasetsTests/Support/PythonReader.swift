import Foundation

/// Runs the checker of the datasets with a Python that has pandas and pyarrow.
enum PythonReader {
    /// Whether the tests must run: a Python is there, or its absence must be noticed.
    static var isWanted: Bool {
        python != nil || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// `CHANDLER_PYTHON`, else the virtual environment beside the package.
    static let python: String? = {
        let named = ProcessInfo.processInfo.environment["CHANDLER_PYTHON"]
        let candidate =
            named
            ?? tests.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(".venv/bin/python").path
        let hasReaders = try? run(candidate, ["-c", "import pandas, pyarrow"]).status == 0
        return hasReaders == true ? candidate : nil
    }()

    /// Checks a dataset against the candles it was made of.
    static func check(
        _ dataset: String,
        _ candles: String,
        python: String
    ) throws -> (status: Int32, output: String) {
        let script = tests.appendingPathComponent("Readers/check_dataset.py").path
        return try run(python, [script, dataset, candles])
    }

    private static var tests: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    }

    private static func run(
        _ program: String,
        _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
