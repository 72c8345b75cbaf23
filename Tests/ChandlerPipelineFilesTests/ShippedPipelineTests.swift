import Foundation
import Testing

@testable import ChandlerPipelineFiles

/// The pipelines that come with Chandler.
@Suite struct ShippedPipelineTests {
    /// The folder `pipelines` beside `Tests`.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("pipelines")
        .path

    @Test(arguments: [
        "crypto-core-1m", "multi-venue-btc", "solana-tokens", "daily-training-export",
        "housekeeping",
    ])
    func aShippedPipelineIsThere(_ name: String) throws {
        let path = "\(Self.folder)/\(name).yaml"
        try #require(FileManager.default.fileExists(atPath: path), "\(name).yaml is missing")
        #expect(try PipelineFile.load(path: path).name == name)
    }

    @Test func everyPipelineOfTheFolderHasNoFindingAndTestsItself() throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        where file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
            let reading = try PipelineReader.read(fileAt: "\(Self.folder)/\(file)")
            #expect(reading.findings.isEmpty, "\(reading.findings)")
            #expect(reading.file?.tests.isEmpty == false, "\(file) has no test case")
            let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
            let faults = try SchemaCheck().faults(
                of: try CoreSchema.value(of: text),
                try PipelineSchemaTests.schema()
            )
            #expect(faults == [], "\(file)")
        }
    }
}
