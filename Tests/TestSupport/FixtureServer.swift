import Foundation

/// A running `fixture-exchange`; it ends with the last reference.
package final class FixtureServer: Sendable {
    /// What `--base-url` takes.
    package let baseURL: String
    private let program: RunningProgram
    private let port: Int

    /// Starts a server whose clock stands still.
    ///
    /// - Parameters:
    ///   - candles: Candle files or folders of them.
    ///   - now: The server's time.
    ///   - options: Further options.
    /// - Throws: ``TestFailure`` when it does not start.
    package init(candles: [String], now: String, options: [String] = []) async throws {
        let program = try RunningProgram(
            ["\(TestPlaces.programs)/fixture-exchange", "serve", "--now", now] + options
                + ["--candles"] + candles
        )
        var line = ""
        for _ in 0..<2_000 where !line.hasSuffix("\n") {
            try await Task.sleep(for: .milliseconds(5))
            line = program.output
            if program.exitCode != nil { break }
        }
        baseURL = line.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port = URLComponents(string: baseURL)?.port else {
            throw TestFailure("start fixture-exchange: \(line) \(program.errors)")
        }
        self.port = port
        self.program = program
    }

    /// Switches faults on, one a line.
    package func add(faults: String...) throws {
        try post("/control/faults", body: faults.joined(separator: "\n"))
    }

    /// Switches all faults off, revisions and hidden candles included.
    package func removeFaults() throws {
        _ = try LoopbackRequest(method: "DELETE", path: "/control/faults").send(to: port)
    }

    /// Hides candles, ends included, until faults are removed.
    package func hide(from: String, through: String) throws {
        try post("/control/hide?from=\(from)&through=\(through)")
    }

    /// Serves another value for a field of a candle until faults are removed.
    package func revise(_ openTime: String, _ field: String, to value: String) throws {
        try post("/control/revise?openTime=\(openTime)&field=\(field)&value=\(value)")
    }

    /// Stops the server's clock at another moment.
    package func setNow(_ moment: String) throws {
        try post("/control/now?value=\(moment)")
    }

    /// What came: counts by path and status.
    package func requests() throws -> JSONDocument {
        try JSONDocument(
            parsing: LoopbackRequest(method: "GET", path: "/control/requests").send(to: port)
        )
    }

    /// The faults with how often each fired.
    package func firedFaults() throws -> [JSONDocument] {
        try JSONDocument(
            parsing: LoopbackRequest(method: "GET", path: "/control/faults").send(to: port)
        ).elements
    }

    /// Forgets the requests that came.
    package func forgetRequests() throws {
        _ = try LoopbackRequest(method: "DELETE", path: "/control/requests").send(to: port)
    }

    private func post(_ path: String, body: String = "") throws {
        _ = try LoopbackRequest(method: "POST", path: path, body: body).send(to: port)
    }
}
