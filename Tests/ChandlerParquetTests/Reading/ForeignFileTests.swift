import ChandlerParquet
import Foundation
import Testing

/// Reads what other programs wrote, or refuses it by name.
@Suite(
    .enabled(
        if: ReaderProcess.isWanted,
        "no Python with pyarrow, polars and duckdb: set CHANDLER_PYTHON or make .venv"
    )
)
struct ForeignFileTests {
    private struct File: Decodable {
        let name: String
        let rows: Int
        let columns: [Column]?
        let refused: String?
        let column: String?
    }

    private struct Column: Decodable {
        let name: String
        let type: String
        let nullable: Bool
        let values: [String?]

        var rows: [String?] {
            guard type == "string" else { return values }
            return values.map { $0.map { "\(Array($0.utf8))" } }
        }
    }

    @Test func filesOfOtherWritersAreReadOrRefusedByName() throws {
        let python = try #require(ReaderProcess.python)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("chandler-parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, output) = try ReaderProcess.write(folder, python: python)
        try #require(status == 0, "\(output)")
        let list = try Data(contentsOf: folder.appendingPathComponent("files.json"))
        let files = try JSONDecoder().decode([File].self, from: list)
        #expect(files.count > 25)
        for file in files {
            let path = folder.appendingPathComponent(file.name + ".parquet").path
            do {
                try compare(path, file)
            } catch let error as ParquetError {
                #expect(error.code == .unsupported, "\(file.name): \(error)")
                let words = try #require(file.refused, "\(file.name): \(error)")
                #expect(error.message.contains(words), "\(file.name): \(error)")
                #expect(
                    error.message.contains("\"\(file.column ?? "")\""),
                    "\(file.name): \(error)"
                )
            }
        }
    }

    private func compare(_ path: String, _ file: File) throws {
        let reader = try ParquetFileReader(source: try FileBytes(path))
        let groups = try reader.allRows()
        let columns = try #require(file.columns, "\(file.name) was read")
        #expect(reader.rowCount == file.rows)
        #expect(reader.schema.columns.map(\.name) == columns.map(\.name))
        for (index, column) in columns.enumerated() {
            let found = groups.flatMap { $0[index].rows }
            #expect(found == column.rows, "\(file.name), \(column.name)")
            #expect(groups.allSatisfy { $0[index].type == column.type })
            #expect(reader.schema.columns[index].nullable == column.nullable, "\(file.name)")
        }
    }
}
