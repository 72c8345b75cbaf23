import ChandlerHTTP
import Foundation
import Testing

@Suite(.timeLimit(.minutes(20))) struct RecordingTransportTests {
    private static let secret = "geheim/42+xyz"

    private func lines(_ folder: ScratchFolder, _ name: String = "r") throws -> [[String: Any]] {
        try folder.text("\(name)/exchanges.jsonl").split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any])
        }
    }

    @Test func exchangeIsALineAndAFile() async throws {
        let folder = try ScratchFolder()
        let headers: HTTPHeaders = [
            "Date": "Fri, 01 Mar 2024 00:00:07 GMT", "Content-Type": "application/json",
            "X-MBX-USED-WEIGHT-1M": "12", "X-Bapi-Limit-Status": "9", "Retry-After": "7",
            "Set-Cookie": "sid=abcdef", "Server": "nginx", "ETag": "\"x\"",
        ]
        let stub = StubTransport { _, _ in response(200, "[[1]]", headers: headers) }
        let recorder = try RecordingTransport(
            stub,
            into: "\(folder.path)/deep/er/r",
            clock: ManualClock()
        )
        let answer = try await recorder.send(HTTPRequest(url: "https://a.test/k?s=1"))
        #expect(answer.body.text == "[[1]]")
        // It is there before the recording ends.
        let line = try #require(try lines(folder, "deep/er/r").first)
        #expect(line["sequence"] as? Int == 1)
        #expect(line["method"] as? String == "GET")
        #expect(line["url"] as? String == "https://a.test/k?s=1")
        #expect(line["status"] as? Int == 200)
        #expect(line["at"] as? String == "2023-11-14T22:13:20Z")
        #expect(line["milliseconds"] as? Int == 0)
        #expect(line["body"] as? String == "bodies/000001.json")
        #expect(line["bodyBytes"] as? Int == 5)
        #expect(
            line["headers"] as? [String] == [
                "Date: Fri, 01 Mar 2024 00:00:07 GMT", "Content-Type: application/json",
                "X-MBX-USED-WEIGHT-1M: 12", "X-Bapi-Limit-Status: 9", "Retry-After: 7",
                "ETag: \"x\"",
            ]
        )
        #expect(try folder.text("deep/er/r/bodies/000001.json") == "[[1]]")
        try recorder.close()
        try recorder.close()
        let late = await thrown { try await recorder.send(HTTPRequest(url: "https://a.test/")) }
        #expect(late?.code == .closed)
        #expect(try lines(folder, "deep/er/r").count == 1)
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}zip", "application/json", "zip"), (" \n[1]", "text/html", "json"),
        ("{}", "", "json"), ("<!DOCTYPE html><p>", "", "html"), ("<p>no</p>", "text/html", "html"),
        ("<?xml version=\"1.0\"?>", "application/xml", "bin"), ("abc", "text/plain", "bin"),
        ("7", "application/json", "json"),
    ])
    func bodyIsNamedByWhatItHolds(body: String, type: String, ending: String) async throws {
        let folder = try ScratchFolder()
        let stub = StubTransport { _, _ in
            response(200, body, headers: ["Content-Type": type])
        }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        _ = try await recorder.send(HTTPRequest(url: "https://a.test/"))
        try recorder.close()
        #expect(try folder.names(in: "r/bodies") == ["000001.\(ending)"])
    }

    @Test func equalBodiesShareAFile() async throws {
        let folder = try ScratchFolder()
        let stub = StubTransport { _, number in
            response(200, number == 3 ? "[3]" : number == 5 ? "" : "[same]")
        }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        for number in 1...5 {
            _ = try await recorder.send(HTTPRequest(url: "https://a.test/\(number)"))
        }
        try recorder.close()
        #expect(try folder.names(in: "r/bodies") == ["000001.json", "000003.json"])
        let names = try lines(folder).map { $0["body"] as? String }
        let (same, other) = ("bodies/000001.json", "bodies/000003.json")
        #expect(names == [same, same, other, same, nil])
    }

    @Test func noSecretIsInAnyRecordedByte() async throws {
        let folder = try ScratchFolder()
        let encoded = "geheim%2F42%2Bxyz"
        let secret = Self.secret
        let stub = StubTransport { request, number throws(HTTPError) in
            if number == 3 {
                throw HTTPError(.timedOut, "no answer to \(encoded) with \(secret)")
            }
            return response(
                number == 1 ? 200 : 401,
                "{\"you sent\":\"\(secret)\",\"and\":\"\(encoded)\",\"url\":\"\(request.url)\"}",
                headers: [
                    "X-Limit-For": "key \(secret)", "Set-Cookie": "k=\(secret)",
                    "X-Api-Key": secret, "X-Limit-Token": secret, "Date": "now",
                ]
            )
        }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        for _ in 0..<3 {
            let request = HTTPRequest(
                url: "https://user:\(encoded)@a.test/x?a=1&apiKey=\(encoded)&b=2",
                headers: [
                    "Authorization": "Bearer \(secret)", "x-cg-pro-api-key": secret,
                    "Accept": "application/json",
                ]
            )
            let answer = try? await recorder.send(request)
            // The caller gets what came.
            if let answer { #expect(answer.body.text.contains(secret)) }
        }
        try recorder.close()
        let everything = try folder.everything()
        for text in [secret, encoded, "user:", "Bearer", "Set-Cookie"] {
            #expect(!everything.contains(text), "\(text)")
        }
        #expect(everything.contains("https://a.test/x?a=1&apiKey=***&b=2"))
        #expect(try lines(folder).count == 3)
    }

    @Test func transfersWithoutAnAnswerAreRecordedButForCancelledOnes() async throws {
        let folder = try ScratchFolder()
        let codes: [HTTPError.Code] = [.timedOut, .cancelled, .couldNotConnect, .closed, .tls]
        let stub = StubTransport { _, number throws(HTTPError) in
            throw HTTPError(codes[number - 1], "in words", context: .init(curlCode: 28))
        }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        for code in codes {
            let error = await thrown { try await recorder.send(HTTPRequest(url: "https://a/")) }
            #expect(error?.code == code)
        }
        try recorder.close()
        let failures = try lines(folder).compactMap { $0["failure"] as? [String: Any] }
        let recorded = failures.map { $0["code"] as? String }
        #expect(recorded == ["timedOut", "couldNotConnect", "tls"])
        #expect(failures.first?["curlCode"] as? Int == 28)
    }

    @Test func concurrentExchangesAreWholeLines() async throws {
        let folder = try ScratchFolder()
        let stub = StubTransport { request, _ in
            response(200, "[\"\(request.url)\"]" + String(repeating: " ", count: 3_000))
        }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    _ = try await recorder.send(HTTPRequest(url: "https://a.test/\(number)"))
                }
            }
            try await group.waitForAll()
        }
        try recorder.close()
        let lines = try lines(folder)
        #expect(lines.compactMap { $0["sequence"] as? Int } == Array(1...200))
        #expect(Set(lines.compactMap { $0["url"] as? String }).count == 200)
        #expect(try folder.names(in: "r/bodies").count == 200)
    }

    // Faults.

    @Test func folderWithARecordingIsRefused() async throws {
        let folder = try ScratchFolder()
        let stub = StubTransport { _, _ in response(200) }
        let first = try RecordingTransport(stub, into: folder.path)
        _ = try await first.send(HTTPRequest(url: "https://a.test/"))
        try first.close()
        let before = try folder.everything()
        let error = #expect(throws: HTTPError.self) {
            try RecordingTransport(stub, into: folder.path)
        }
        #expect(error?.code == .recording)
        #expect(error?.message.contains("\(folder.path): the folder holds a recording") == true)
        #expect(try folder.everything() == before)
    }

    @Test func placeThatCannotBeAFolderIsNamedWithErrno() throws {
        let folder = try ScratchFolder()
        try folder.write("x", "file")
        let stub = StubTransport { _, _ in response(200) }
        for place in ["file", "file/deep", "nul/\u{0}"].dropLast() {
            let error = #expect(throws: HTTPError.self) {
                try RecordingTransport(stub, into: "\(folder.path)/\(place)")
            }
            #expect(error?.code == .recording)
            #expect(error?.message.contains("\(folder.path)/\(place)") == true)
            #expect(error?.message.contains("errno 20, Not a directory") == true)
        }
    }

    @Test func bodyThatCannotBeWrittenEndsTheRecording() async throws {
        let folder = try ScratchFolder()
        let stub = StubTransport { _, number in response(200, "[\(number)]") }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        let request = HTTPRequest(url: "https://a.test/")
        _ = try await recorder.send(request)
        try FileManager.default.removeItem(atPath: "\(folder.path)/r/bodies")
        for _ in 0..<2 {
            let error = await thrown { try await recorder.send(request) }
            #expect(error?.code == .recording)
            #expect(error?.isRetryable == false)
            #expect(error?.message.contains("r/bodies/000002.json: errno 2, ") == true)
        }
        let closing = #expect(throws: HTTPError.self) { try recorder.close() }
        #expect(closing?.message.contains("errno 2") == true)
        // What was recorded before stays as it was.
        #expect(try lines(folder).count == 1)
    }

    @Test func fileThatIsThereIsNotWrittenOver() async throws {
        let folder = try ScratchFolder()
        let other = "\(folder.path)/r/bodies/000002.bin"
        let stub = StubTransport { _, number in response(200, "\(number)") }
        let recorder = try RecordingTransport(stub, into: "\(folder.path)/r")
        _ = try await recorder.send(HTTPRequest(url: "https://a.test/1"))
        try folder.write("mine", "kept")
        try FileManager.default.createSymbolicLink(
            atPath: other,
            withDestinationPath: "\(folder.path)/kept"
        )
        let error = await thrown { try await recorder.send(HTTPRequest(url: "https://a.test/2")) }
        #expect(error?.message.contains("\(other): errno 17, ") == true)
        #expect(throws: HTTPError.self) { try recorder.close() }
        #expect(try folder.text("kept") == "mine")
        #expect(try folder.text("r/exchanges.jsonl").hasSuffix("}\n"))
    }
}
