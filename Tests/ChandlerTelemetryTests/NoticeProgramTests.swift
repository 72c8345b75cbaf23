import ChandlerCore
import ChandlerTelemetry
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct NoticeProgramTests {
    private let notice = RunNotice(
        sampleRun(.failed, exit: 69, shard: "1/2", error: "two\nlines"),
        .failure
    )

    /// Runs a shell's script and returns its failure and what it said.
    private func run(
        _ script: String,
        within limit: Duration = .seconds(60)
    ) async -> (TelemetryError?, [String]) {
        await run(["sh", "-c", script], within: limit)
    }

    private func run(
        _ arguments: [String],
        within limit: Duration = .seconds(60)
    ) async -> (TelemetryError?, [String]) {
        let lines = Mutex<[String]>([])
        let error = await failure { () async throws(TelemetryError) in
            try await NoticeProgram(arguments).run(notice, within: limit) { line in
                lines.withLock { $0.append(line) }
            }
        }
        return (error, lines.withLock { $0 })
    }

    @Test func programGetsTheDocumentAndTheVariables() async throws {
        let scratch = try ScratchFolder()
        let (error, lines) = await run(
            """
            cat > \(scratch.path)/document
            echo "$CHANDLER_STATUS|$CHANDLER_PIPELINE|$CHANDLER_SHARD|$CHANDLER_EXIT_CODE"
            echo "$CHANDLER_RUN_ID|$CHANDLER_OCCASION|$CHANDLER_ERROR|${HOME:+home}" >&2
            """
        )
        #expect(error == nil)
        let home = ProcessInfo.processInfo.environment["HOME"] == nil ? "" : "home"
        #expect(lines == ["failed|crypto-core|1/2|69", "42|failure|two lines|\(home)"])
        let text = try String(contentsOfFile: scratch.path + "/document", encoding: .utf8)
        #expect(text == notice.json + "\n")
        _ = try JSONDocument(parsing: text)
    }

    @Test func argumentsAreNotReadByAShell() async {
        let (error, lines) = await run(["echo", "$HOME", "a  b", "; false"])
        #expect(error == nil)
        #expect(lines == ["$HOME a  b ; false"])
    }

    @Test func failureIsTold() async {
        let (error, lines) = await run("echo why; exit 3")
        #expect(error?.code == .programFailed)
        #expect(error?.message == "the notification command \"sh\" ended with code 3")
        #expect(lines == ["why"])
        #expect(await run("kill -9 $$").0?.message.contains("died of signal 9") == true)
        #expect(await run(["/nonexistent/x"]).0?.message.contains("errno 2") == true)
        #expect(await run([]).0?.code == .programFailed)
    }

    @Test func programThatTakesTooLongIsStoppedWithItsChildren() async throws {
        let scratch = try ScratchFolder()
        let (error, lines) = await run(
            """
            trap '' TERM
            (trap '' TERM; sleep 600 & echo $! > \(scratch.path)/child; wait) &
            while [ ! -s \(scratch.path)/child ]; do sleep 0.01; done
            echo begun; sleep 600
            """,
            within: .seconds(2)
        )
        #expect(error?.message.contains("was stopped, with its children") == true)
        #expect(lines == ["begun"])
        let text = try String(contentsOfFile: scratch.path + "/child", encoding: .utf8)
        let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        try await expectGone(child)
    }

    /// A killed process may still await its collection by init.
    private func expectGone(_ process: Int32) async throws {
        for _ in 0..<2_000 {
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            guard let state, !state.contains(") Z ") else { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("process \(process) lives")
    }

    @Test func childThatIsLeftBehindHoldsNobodyUp() async throws {
        let scratch = try ScratchFolder()
        let (error, lines) = await run("sleep 600 & echo $! > \(scratch.path)/child; echo done")
        #expect(error == nil)
        #expect(lines == ["done"])
        let text = try String(contentsOfFile: scratch.path + "/child", encoding: .utf8)
        let child = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(child, SIGKILL) == 0, "it was not stopped, because the program had ended")
    }

    @Test func programThatWritesWithoutEndIsStopped() async {
        let (error, lines) = await run("yes")
        #expect(error?.message.contains("it wrote too much") == true)
        #expect(lines.count < 20_000)
    }

    @Test func programThatDoesNotReadIsNoFailure() async {
        #expect(await run("exit 0").0 == nil)
    }

    @Test func programHoldsNothingOpenOfThisProcess() async throws {
        let scratch = try ScratchFolder()
        let path = try scratch.write("x", to: "open")
        let file = open(path, O_RDONLY)
        defer { close(file) }
        let (_, lines) = await run("ls -l /proc/self/fd")
        #expect(!lines.contains { $0.contains(path) }, "\(lines)")
    }

    @Test func cancelledTaskStopsTheProgram() async {
        let task = Task { await run("sleep 600") }
        task.cancel()
        let (error, _) = await task.value
        #expect(error?.message.contains("was told to end") == true)
    }
}
