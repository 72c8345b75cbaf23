import ChandlerFiles
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct FileDraftTests {
    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
    }

    private var path: String { "\(scratch.path)/page.html" }

    private func names() throws -> [String] { try filesBelow(scratch.path).keys.sorted() }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(scratch.path)/\(name)", encoding: .utf8)
    }

    private func mode(of path: String) -> mode_t {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0
    }

    @Test func publishedFileIsWholeAndAlone() throws {
        try FileDraft.write("first", to: path)
        try FileDraft.write("second", to: path)
        #expect(try text("page.html") == "second")
        #expect(try names() == ["page.html"])
    }

    @Test func draftThatIsGivenUpLeavesTheOldFile() throws {
        try FileDraft.write("old", to: path)
        do {
            let draft = try FileDraft(path)
            try "new".withCString { try draft.write(UnsafeRawBufferPointer(start: $0, count: 3)) }
            #expect(try text("page.html") == "old")
        }
        #expect(try text("page.html") == "old")
        #expect(try names() == ["page.html"])
    }

    @Test func existingFileIsKeptWhereThatWasAskedFor() throws {
        try FileDraft.write("old", to: path)
        let error = #expect(throws: FileError.self) {
            try FileDraft.write("new", to: path, .isKept)
        }
        #expect(error?.number == EEXIST)
        #expect(try text("page.html") == "old")
        #expect(try names() == ["page.html"])
    }

    @Test func rightsAreThoseAskedForWhateverTheUmask() throws {
        try FileDraft.write("secret", to: path, mode: 0o600)
        #expect(mode(of: path) == 0o600)
        try FileDraft.write("shared", to: path, mode: 0o664)
        #expect(mode(of: path) == 0o664)
    }

    @Test func nameWithoutFolderIsInTheCurrentOne() throws {
        let error = #expect(throws: FileError.self) {
            try FileDraft.write("x", to: "\(scratch.path)/none/page.html")
        }
        #expect(error?.number == ENOENT)
        #expect("\(try #require(error))".contains("the folder must exist"))
    }

    @Test func linkInPlaceOfTheFileIsReplacedAndNotFollowed() throws {
        try FileDraft.write("target", to: "\(scratch.path)/other")
        symlink("\(scratch.path)/other", path)
        try FileDraft.write("new", to: path)
        #expect(try text("other") == "target")
        #expect(try text("page.html") == "new")
    }

    @Test func draftOfAKilledWriterIsBegunAnewWhereThereIsOne() throws {
        _ = try scratch.write("left", to: ".page.html.part")
        try FileDraft(path, hasOneWriter: true).publish()
        #expect(try text("page.html").isEmpty)
        #expect(try names() == ["page.html"])
    }

    @Test func foldersAreMadeWithTheirParents() throws {
        try Folder.make("\(scratch.path)/a/b/c")
        try Folder.make("\(scratch.path)/a/b/c")
        try FileDraft.write("x", to: "\(scratch.path)/a/b/c/file")
        #expect(try text("a/b/c/file") == "x")
    }
}
