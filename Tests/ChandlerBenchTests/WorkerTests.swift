import Testing

@testable import ChandlerBench

@Suite struct WorkerTests {
    @Test func everyLineIsAnsweredByOne() throws {
        let worker = try Worker(["cat"])
        #expect(try worker.ask("first") == "first")
        #expect(try worker.ask("second line") == "second line")
        #expect(try worker.number("2.5") == 2.5)
    }

    @Test func answerThatIsNoNumberIsToldWithTheQuestion() throws {
        let worker = try Worker(["cat"])
        #expect {
            _ = try worker.number("time core")
        } throws: { error in
            let error = error as? BenchError
            return error?.code == .unreadableReport
                && error?.message.contains("time core") == true
        }
    }

    @Test func programThatEndedIsToldByName() throws {
        let worker = try Worker(["true"])
        #expect {
            _ = try worker.line("say anything")
        } throws: { error in
            let error = error as? BenchError
            return error?.code == .programFailed && error?.message.contains("true") == true
        }
    }

    @Test func programThatIsNotThereIsTold() {
        #expect(throws: BenchError.self) { _ = try Worker(["/nowhere/at/all"]) }
    }
}
