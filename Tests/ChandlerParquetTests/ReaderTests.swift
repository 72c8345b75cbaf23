import ChandlerParquet
import Foundation
import Testing

/// Has independent readers open what the writer wrote, and compare everything they find.
@Suite(
    .enabled(
        if: ReaderProcess.isWanted,
        "no Python with pyarrow, pandas, polars and duckdb: set CHANDLER_PYTHON or make .venv"
    )
)
struct ReaderTests {
    private static let readers = ["pyarrow", "pandas", "polars", "duckdb"]

    @Test func everyFileReadsBackEqual() throws {
        let python = try #require(
            ReaderProcess.python,
            "CI needs a Python with the readers: set CHANDLER_PYTHON or make .venv"
        )
        try withTemporaryFolder { folder in
            let files = ReaderCase.all
            for file in files { try file.write(into: folder) }
            for reader in Self.readers {
                let (status, output) = try ReaderProcess.check(folder, with: reader, python: python)
                #expect(status == 0, "\(output)")
                #expect(output.contains("\(files.count) files are equal"), "\(reader)")
            }
        }
    }

    /// A checker that finds nothing would make the test above worthless.
    @Test func changedFileIsNoticed() throws {
        let python = try #require(ReaderProcess.python)
        try withTemporaryFolder { folder in
            try file([1, .nan, 0.0]).write(into: folder)
            let written = folder.appendingPathComponent("file.parquet")
            let kept = try Data(contentsOf: written)
            try file([1, .nan, -0.0]).write(into: folder)
            try kept.write(to: written)
            for reader in Self.readers {
                let (status, output) = try ReaderProcess.check(folder, with: reader, python: python)
                #expect(status == 1, "\(reader)")
                #expect(output.contains("'close'[2] was 0.0, expected -0.0"), "\(output)")
            }
        }
    }

    private func file(_ values: [Double]) -> ReaderCase {
        let column = ParquetColumn(name: "close", type: .double, nullable: true)
        return ReaderCase(name: "file", columns: [column], rowGroups: [[.doubles(values)]])
    }

    private func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("chandler-parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
