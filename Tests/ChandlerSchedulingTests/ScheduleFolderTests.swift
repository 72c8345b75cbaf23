import ChandlerScheduling
import Foundation
import TestSupport
import Testing

@Suite struct ScheduleFolderTests {
    private let files = [
        ScheduleFile(name: "a.service", text: "one\n"),
        ScheduleFile(name: "a.timer", text: "two\n"),
    ]

    @Test func filesAreWrittenOnceAndRemoved() throws {
        let scratch = try ScratchFolder("units")
        let folder = ScheduleFolder("\(scratch.path)/etc/systemd/system")
        #expect(try folder.write(files) == folder.paths(of: files))
        #expect(try folder.write(files) == [], "nothing changed")
        let changed = [ScheduleFile(name: "a.service", text: "three\n"), files[1]]
        #expect(try folder.write(changed) == ["\(folder.path)/a.service"])
        let there = try filesBelow(folder.path)
        #expect(
            there.mapValues { String(decoding: $0, as: UTF8.self) } == [
                "a.service": "three\n", "a.timer": "two\n",
            ]
        )
        let attributes = try FileManager.default.attributesOfItem(
            atPath: "\(folder.path)/a.service"
        )
        #expect(attributes[.posixPermissions] as? Int == 0o644)
        #expect(try folder.remove(["a.service", "b.service"]) == ["\(folder.path)/a.service"])
        #expect(try filesBelow(folder.path).keys.sorted() == ["a.timer"])
    }

    @Test func whatCannotBeWrittenIsLeftAsItWas() throws {
        let scratch = try ScratchFolder("units")
        let file = try scratch.write("mine", to: "file")
        let folder = ScheduleFolder("\(file)/system")
        let error = try #require(throws: ScheduleError.self) { try folder.write(files) }
        #expect(error.code == .cannotWrite)
        #expect(error.message.contains(file), "\(error)")
        let blocked = try scratch.folder("blocked")
        _ = try scratch.folder("blocked/a.service")
        #expect(throws: ScheduleError.self) { try ScheduleFolder(blocked).write(files) }
        #expect(try filesBelow(blocked).keys.sorted() == ["a.service"], "no leftovers")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    }
}
