import Foundation
import TestSupport
import Testing

@testable import ChandlerPipelineFiles

@Suite struct PipelineFileErrorTests {
    @Test func aFaultyFileIsThrownWithAllFindings() throws {
        let path = NSTemporaryDirectory() + "chandler-pipeline-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "name: A B\nseries: 1\n".write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: PipelineFileError.self) { try PipelineFile.load(path: path) }
        #expect(error?.code == .faulty && error?.findings.count == 2)
        let lines = "\(error?.description ?? "")".split(separator: "\n")
        #expect(
            lines.count == 3 && lines.last?.hasPrefix("\(path):2:9: error: series") == true,
            "\(lines)"
        )
        try PlantedMistake.right.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try PipelineFile.load(path: path).name == "p")
    }

    @Test func aFileThatCannotBeReadIsSaidToBe() {
        for path in ["/nonexistent/p.yaml", "/"] {
            let error = #expect(throws: PipelineFileError.self) {
                try PipelineFile.load(path: path)
            }
            #expect(error?.code == .unreadable && error?.message.contains(path) == true)
            #expect(error?.message.contains("errno") == true)
        }
    }
}
