import Foundation
import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct ReplayTransportTests {
    private func record(
        _ folder: ScratchFolder,
        _ urls: [String],
        _ answer: @escaping StubTransport.Answer
    ) async throws {
        let recorder = try RecordingTransport(
            StubTransport(answer),
            into: folder.path,
            clock: ManualClock()
        )
        for url in urls { _ = try? await recorder.send(HTTPRequest(url: url)) }
        try recorder.close()
    }

    @Test func answersComeInOrderAndTheLastOneAgain() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/x?n=1", "https://a/y", "https://b/x?n=1"]) {
            response(200, "[\($1)]", headers: ["Retry-After": "\($1)"])
        }
        let replay = try ReplayTransport(from: folder.path)
        #expect(replay.startedAt == 1_700_000_000)
        // The host does not matter.
        let request = HTTPRequest(url: "http://127.0.0.1:9/x?n=1")
        for expected in ["1", "3", "3", "3"] {
            let answer = try await replay.send(request)
            #expect(answer.body.text == "[\(expected)]")
            #expect(answer.headers["retry-after"] == expected)
        }
        #expect(try await replay.send(HTTPRequest(url: "http://c/y")).body.text == "[2]")
    }

    @Test func failedTransferFailsInTheSameWay() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/x", "https://a/x"]) {
            request,
            number throws(HTTPError) in
            if number == 1 {
                throw HTTPError(.couldNotConnect, request, "refused", curlCode: 7)
            }
            return response(503, "busy")
        }
        let replay = try ReplayTransport(from: folder.path)
        let request = HTTPRequest(url: "https://elsewhere/x")
        let error = await thrown { try await replay.send(request) }
        #expect(error?.code == .couldNotConnect)
        #expect(error?.context.curlCode == 7)
        #expect(error?.message == "GET https://elsewhere/x: refused")
        #expect(try await replay.send(request).status == 503)
    }

    @Test func keysAreNotNeededForAReplay() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/x?apiKey=one&n=1"]) { _, _ in response(200, "[1]") }
        let replay = try ReplayTransport(from: folder.path)
        let other = HTTPRequest(url: "https://a/x?apiKey=another&n=1")
        #expect(try await replay.send(other).body.text == "[1]")
    }

    @Test func urlThatIsNotRecordedNamesTheNearest() async throws {
        let folder = try ScratchFolder()
        let urls = [
            "https://a/k?s=BTC&i=1m&t=100", "https://a/k?s=ETH&i=1m&t=200",
            "https://a/k?s=ETH&i=5m&t=900", "https://a/time",
        ]
        try await record(folder, urls) { _, _ in response(200, "[]") }
        let replay = try ReplayTransport(from: folder.path)
        let error = await thrown {
            try await replay.send(HTTPRequest(url: "https://a/k?s=ETH&i=1m&t=201&api_key=geheim"))
        }
        #expect(error?.code == .notRecorded)
        #expect(error?.isRetryable == false)
        #expect(
            error?.message == "GET https://a/k?s=ETH&i=1m&t=201&api_key=***: it is not in the "
                + "recording \(folder.path); the nearest that it holds is "
                + "https://a/k?s=ETH&i=1m&t=200"
        )
        let other = await thrown { try await replay.send(HTTPRequest(url: "https://a/depth")) }
        #expect(other?.message.hasSuffix("which holds nothing of this path") == true)
    }

    @Test(arguments: [
        ("\"status\":200", "\"status\":two", "no exchange was \"{"),
        ("\"status\":200", "\"other\":200", "either a status or a failure"),
        ("bodies/000002.json", "bodies/../../passwd", "is no name of a body"),
        ("bodies/000002.json", "/etc/passwd", "is no name of a body"),
        ("bodies/000002.json", "bodies/000009.json", "bodies/000009.json: errno 2, No such file"),
        ("\"bodyBytes\":3", "\"bodyBytes\":4", "was 3 bytes long, recorded were 4"),
        ("\"url\"", "\"url", "no exchange was"),
    ])
    func damagedLineIsNamed(old: String, new: String, words: String) async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/1", "https://a/2", "https://a/3"]) { _, number in
            response(200, "[\(number)]")
        }
        var lines = try folder.text("exchanges.jsonl").split(separator: "\n").map(String.init)
        #expect(lines[1].contains(old))
        lines[1] = lines[1].replacingOccurrences(of: old, with: new)
        try folder.write(lines.joined(separator: "\n") + "\n", "exchanges.jsonl")
        let error = #expect(throws: HTTPError.self) { try ReplayTransport(from: folder.path) }
        #expect(error?.code == .recording)
        #expect(error?.message.contains("\(folder.path)/exchanges.jsonl:2: ") == true)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func lineThatWasNotWrittenToItsEndIsNamed() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/1", "https://a/2"]) { _, _ in response(200, "[]") }
        let text = try folder.text("exchanges.jsonl")
        try folder.write(String(text.dropLast(20)), "exchanges.jsonl")
        let error = #expect(throws: HTTPError.self) { try ReplayTransport(from: folder.path) }
        #expect(error?.message.contains("exchanges.jsonl:2: ") == true)
    }

    @Test func changedBodyIsNamedWithItsLine() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/1"]) { _, _ in response(200, "[1]") }
        try folder.write("[2]", "bodies/000001.json")
        let replay = try ReplayTransport(from: folder.path)
        let error = await thrown { try await replay.send(HTTPRequest(url: "https://a/1")) }
        #expect(error?.code == .recording)
        #expect(error?.message.contains("exchanges.jsonl:1: ") == true)
        #expect(error?.message.contains("bodies/000001.json") == true)
    }

    @Test func folderWithoutARecordingIsNamed() throws {
        let folder = try ScratchFolder()
        let error = #expect(throws: HTTPError.self) { try ReplayTransport(from: folder.path) }
        #expect(error?.message.contains("\(folder.path)/exchanges.jsonl: errno 2, ") == true)
        try folder.write("", "exchanges.jsonl")
        let empty = #expect(throws: HTTPError.self) { try ReplayTransport(from: folder.path) }
        #expect(empty?.message.contains("it holds no exchange") == true)
    }

    @Test func cancelledTaskEndsWithItsCode() async throws {
        let folder = try ScratchFolder()
        try await record(folder, ["https://a/1"]) { _, _ in response(200) }
        let replay = try ReplayTransport(from: folder.path)
        let task = Task { () async -> HTTPError? in
            while !Task.isCancelled { await Task.yield() }
            return await thrown { try await replay.send(HTTPRequest(url: "https://a/1")) }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    /// The same fetches, over sockets and then from the recording without any.
    @Test func runThatWasRecordedIsReplayedAlike() async throws {
        let folder = try ScratchFolder()
        let server = try ScriptedServer { exchange in
            switch exchange.request {
            case 1: exchange.respond(500, "oops")
            case 2: exchange.respond(429, headers: ["Retry-After: 170"])
            case 3:
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[[1,")
                exchange.cut()
            case 4: exchange.respond(200, headers: ["Set-Cookie: a=b"], "[[1,2,3]]")
            case 5: exchange.respond(200, body: Array(0...255))
            default: exchange.respond(404, "{\"code\":-1121}")
            }
        }
        var recorded: [String] = []
        try await HTTPClientTests.withClient(server) { client in
            let recorder = try RecordingTransport(client, into: "\(folder.path)/r")
            let network = HTTPNetwork(transport: recorder, clock: ManualClock())
            recorded = await run(network, server.url)
            try recorder.close()
        }
        let asked = server.requests
        let replay = try ReplayTransport(from: "\(folder.path)/r")
        let began = ContinuousClock.now
        let network = HTTPNetwork(replaying: replay)
        // Another base URL, at which nobody listens.
        let replayed = await run(network, "http://127.0.0.1:1")
        #expect(replayed == recorded)
        #expect(recorded.first == "4 200 [[1,2,3]]")
        #expect(recorded.last?.hasPrefix("rejected") == true)
        #expect(server.requests == asked && asked == 6)
        // The pause of nearly three minutes passed in the replay's time alone.
        #expect(network.clock.now - began >= .seconds(170))
    }

    private func run(_ network: HTTPNetwork, _ url: String) async -> [String] {
        let runner = RequestRunner(
            transport: network.transport,
            options: .init(baseURLs: [url]),
            limiter: network.limiter(for: [url], WeightLimit(weight: 100, per: .seconds(1))),
            clock: network.clock,
            seed: 3
        )
        var outcomes: [String] = []
        for path in ["klines", "file", "nothing"] {
            do throws(HTTPError) {
                let fetched = try await runner.fetch(PathRequest(segments: [path]))
                let bytes = fetched.response.body.bytes
                let text = bytes.count == 256 ? "\(bytes)" : fetched.response.body.text
                outcomes.append(
                    "\(fetched.attempts) \(fetched.response.status.rawValue) \(text)"
                )
            } catch {
                outcomes.append("\(error.code) \(error.message.replacing(url, with: "URL"))")
            }
        }
        return outcomes
    }
}
