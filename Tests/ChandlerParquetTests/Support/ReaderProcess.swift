import Foundation

/// Runs the checker with a Python that has the readers installed.
enum ReaderProcess {
    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let readers = tests.appendingPathComponent("Readers")

    /// `CHANDLER_PYTHON`, else the virtual environment beside the package.
    static var python: String? {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["CHANDLER_PYTHON"], !path.isEmpty { return path }
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent(".venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// In CI a missing Python is a failure, so the tests run there in any case.
    static var isWanted: Bool {
        python != nil || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    static func check(
        _ folder: URL,
        with reader: String,
        python: String
    ) throws -> (status: Int32, output: String) {
        try run("check_parquet.py", [reader, folder.path], python: python)
    }

    /// Has other writers fill a folder.
    static func write(
        _ folder: URL,
        python: String
    ) throws -> (status: Int32, output: String) {
        try run("write_parquet.py", [folder.path], python: python)
    }

    private static func run(
        _ script: String,
        _ arguments: [String],
        python: String
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [readers.appendingPathComponent(script).path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
