import Foundation

/// Where the tests find what they did not make themselves.
package enum TestPlaces {
    /// The variables of the test process.
    package static let environment = ProcessInfo.processInfo.environment

    /// Whether something that is missing is a failure instead of a reason to skip.
    package static let isCI = environment["CI"] == "true"

    /// The folder of `Package.swift`.
    package static let packageRoot: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// The committed candle files.
    package static let candles = packageRoot + "/fixtures/candles"

    /// The folder of the programs: `CHANDLER_BIN`, else that of the test bundle.
    package static let programs: String =
        environment["CHANDLER_BIN"]
        ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// The recorded candles, which are not part of the project; `nil` where they are missing.
    package static let recordings: String? = {
        let folder = environment["CHANDLER_SHARED"] ?? packageRoot + "/../shared"
        let candles = folder + "/data/ohlcv"
        return FileManager.default.fileExists(atPath: candles) ? candles : nil
    }()

    /// A Python with pandas and pyarrow; `nil` where there is none.
    package static let python: String? = {
        let candidates =
            environment["CHANDLER_PYTHON"].map { [$0] }
            ?? [packageRoot + "/.venv/bin/python"]
        return candidates.first { path in
            guard
                let program = try? RunningProgram([path, "-c", "import pandas, pyarrow"]),
                let code = try? program.blockUntilEnd()
            else { return false }
            return code == 0
        }
    }()
}
