import Foundation
import Glibc
import Testing

@testable import ChandlerHTTP

@Suite struct RecordingFileTests {
    private func write(_ text: String, _ file: inout RecordingFile) throws(HTTPError) {
        try HTTPBody(text: text).withPaddedBytes { (bytes) throws(HTTPError) in
            try file.append(bytes)
        }
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
    func fullDiskIsToldInTheWordsOfTheSystem() throws {
        var file = RecordingFile(adopting: open("/dev/full", O_WRONLY), "r/exchanges.jsonl")
        do {
            try write("one\n", &file)
            Issue.record("a full disk took a line")
        } catch {
            #expect(error.code == .recording)
            #expect(
                error.message == "write to r/exchanges.jsonl: errno 28, No space left on device"
            )
        }
    }

    @Test func linesFollowEachOther() throws {
        let folder = try ScratchFolder()
        var file = try RecordingFile(creating: "\(folder.path)/lines")
        try write("one\n", &file)
        try write("", &file)
        try write("two\n", &file)
        try file.synchronize()
        #expect(try folder.text("lines") == "one\ntwo\n")
    }

    @Test func fileThatIsThereIsNotWrittenOver() throws {
        let folder = try ScratchFolder()
        try folder.write("mine", "lines")
        let error = #expect(throws: HTTPError.self) {
            _ = try RecordingFile(creating: "\(folder.path)/lines")
        }
        #expect(error?.code == .recording)
        #expect(error?.message.contains("errno 17, File exists") == true)
        #expect(try folder.text("lines") == "mine")
    }
}
