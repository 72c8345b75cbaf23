import ArgumentParser

/// Where the Python is that runs a script of ours beside the measured code.
struct PythonPeer: ParsableArguments {
    @Option(help: "A Python interpreter with the peers' packages.", completion: .file())
    var python: String

    @Option(help: "The script that calls the peers (default: the one in scripts/).")
    var script: String?

    /// Starts the script.
    ///
    /// - Parameters:
    ///   - name: The script's usual path within the package.
    ///   - arguments: Its arguments.
    /// - Returns: The running script.
    /// - Throws: `ValidationError` when it is not found, ``BenchError`` when it does not start.
    func start(_ name: String, _ arguments: [String]) throws -> Worker {
        guard let script = script ?? Programs.packageFile(name) else {
            throw ValidationError("\(name) was not found; name it with --script")
        }
        return try Worker(python: python, script: script, arguments)
    }
}
