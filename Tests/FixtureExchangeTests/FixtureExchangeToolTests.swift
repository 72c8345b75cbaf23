import Foundation
import Testing

@testable import FixtureExchange

/// The program `fixture-exchange`, started as a process.
@Suite struct FixtureExchangeToolTests {
    /// Beside the running test program.
    private static let tool: String? = {
        let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "fixture-exchange").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    private func start(_ arguments: [String]) throws -> (Process, Pipe) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.tool))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return (process, output)
    }

    /// Waits without holding a thread the tests share.
    private func end(of process: Process) async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }

    @Test(
        .enabled(if: tool != nil, "the program was not built beside the tests"),
        arguments: [SIGTERM, SIGINT]
    )
    func servesUntilASignal(signal: Int32) async throws {
        try await TestFiles.withFolder { folder in
            let ready = folder + "/ready"
            let (process, output) = try start([
                "--candles", TestFiles.small, "--now", "2024-01-01T00:03:30Z", "--fault",
                "500@first=1", "--status", "SMALLUSDT=BREAK", "--ready-file", ready,
            ])
            let first = await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(returning: output.fileHandleForReading.availableData)
                }
            }
            let address = String(decoding: first, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let client = try RawConnection(address)
            let path = "/api/v3/klines?symbol=SMALLUSDT&interval=1m"
            #expect(try await client.send("GET", path).status == 500)
            #expect(try await client.send("GET", path).rows.count == 4)
            let info = try await client.send("GET", "/api/v3/exchangeInfo").text
            #expect(info.contains("\"status\":\"BREAK\""))
            let announced = try String(contentsOfFile: ready, encoding: .utf8)
            #expect(announced == address + "\n")
            kill(process.processIdentifier, signal)
            #expect(await end(of: process) == 0)
        }
    }

    @Test(
        "Mistakes end with a sentence",
        .enabled(if: tool != nil, "the program was not built beside the tests"),
        arguments: [
            (["--candles", "/nowhere"], "look for candles in /nowhere"),
            (["--candles", ".", "--fault", "boom"], "kinds are 429"),
            (["--candles", ".", "--now", "teatime"], "2024-06-15T12:34:30Z"),
            (["generate", "--out", "/nowhere"], "No such file or directory"),
        ]
    )
    func mistakes(arguments: [String], sentence: String) async throws {
        let (process, output) = try start(arguments)
        #expect(await end(of: process) != 0)
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(text.contains(sentence))
    }

    @Test(
        "Help lists faults and control, and the mints are listed",
        .enabled(if: tool != nil, "the program was not built beside the tests"),
        arguments: [
            (["serve", "--help"], "429[:SECONDS]          too many requests        429:1@first=2"),
            (["serve", "--help"], "POST   /control/faults"),
            (["tokens"], FixtureTokens.memecoinPool),
        ]
    )
    func helps(arguments: [String], sentence: String) async throws {
        let (process, output) = try start(arguments)
        let text = output.fileHandleForReading.readDataToEndOfFile()
        #expect(await end(of: process) == 0)
        #expect(String(decoding: text, as: UTF8.self).contains(sentence))
    }
}
