import ChandlerCore
import ChandlerTelemetry
import TestSupport
import Testing

@Suite struct UnloggedFailureTests {
    private func mark(_ home: String, shard: String? = nil) throws -> UnloggedFailure {
        try #require(UnloggedFailure(sampleRun(shard: shard), home: home))
    }

    @Test func aFailureWithoutALedgerIsRememberedUntilTheNextEnd() throws {
        let scratch = try ScratchFolder("notices")
        let home = "\(scratch.path)/not/there"
        let mark = try mark(home)
        #expect(!mark.isMarked)
        mark.update(with: sampleRun(.failed, exit: 69, runID: nil))
        #expect(mark.isMarked)
        mark.update(with: sampleRun(.interrupted, exit: 130))
        #expect(mark.isMarked, "a run that was stopped says nothing")
        mark.update(with: sampleRun())
        #expect(!mark.isMarked)
    }

    @Test func aFailureInTheLedgerNeedsNoMark() throws {
        let scratch = try ScratchFolder("notices")
        let mark = try mark(scratch.path)
        mark.update(with: sampleRun(.failed, exit: 69, runID: nil))
        mark.update(with: sampleRun(.failed, exit: 69, runID: 7))
        #expect(!mark.isMarked)
        mark.update(with: sampleRun(.failed, exit: 69, runID: 8))
        #expect(!mark.isMarked)
    }

    @Test func partsHaveMarksOfTheirOwn() throws {
        let scratch = try ScratchFolder("notices")
        let third = try mark(scratch.path, shard: "3/16")
        third.update(with: sampleRun(.failed, exit: 69, shard: "3/16", runID: nil))
        #expect(try third.isMarked && !mark(scratch.path).isMarked)
        #expect(try !mark(scratch.path, shard: "4/16").isMarked)
    }

    @Test func whereNothingCanBeWrittenNothingHappens() throws {
        let mark = try mark("/proc/self")
        mark.update(with: sampleRun(.failed, exit: 69, runID: nil))
        #expect(!mark.isMarked)
        for name in [nil, "", "../x", "."] {
            #expect(UnloggedFailure(sampleRun(pipeline: name), home: "/tmp") == nil)
        }
    }
}
