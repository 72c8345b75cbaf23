import Foundation
import Testing

@testable import ChandlerDatasets

@Suite struct StagedFileTests {
    /// The digest of "abc" is an example of FIPS 180-4.
    @Test func aFinishedFileKnowsItsBytesAndTheirDigest() throws {
        let folder = try TestFolder()
        let file = try StagedFile(path: folder.path + "/file", write: SystemCalls.write)
        try file.write("a")
        try file.write("")
        try file.write("bc")
        #expect(file.byteCount == 3)
        #expect(
            try file.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(try folder.contents() == ["file": Data("abc".utf8)])
    }

    @Test func aFileThatExistsIsNeverOverwritten() throws {
        let folder = try TestFolder()
        try folder.put("mine", at: "file")
        let error = #expect(throws: DatasetError.self) {
            try StagedFile(path: folder.path + "/file", write: SystemCalls.write)
        }
        #expect(error?.context.errno == EEXIST)
        #expect(try folder.contents() == ["file": Data("mine".utf8)])
    }
}
