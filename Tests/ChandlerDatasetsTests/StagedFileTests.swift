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

    /// The file is handed on in pieces that have nothing to do with those it is given.
    @Test(arguments: [1, 1_000, 262_143, 262_144, 262_145, 700_000])
    func howTheBytesWereCutChangesNothing(length: Int) throws {
        let folder = try TestFolder()
        let bytes = (0..<1_048_577).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
        let file = try StagedFile(path: folder.path + "/file", write: SystemCalls.write)
        try bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: length == 1 ? 2_000 : all.count, by: length) {
                let end = min(start + length, all.count)
                try file.write(UnsafeRawBufferPointer(rebasing: all[start..<end]))
            }
        }
        let expected = bytes.prefix(Int(file.byteCount))
        let whole = try StagedFile(path: folder.path + "/whole", write: SystemCalls.write)
        try expected.withUnsafeBytes { try whole.write($0) }
        #expect(try file.finish() == whole.finish())
        let data = Data(expected)
        #expect(try folder.contents() == ["file": data, "whole": data])
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
