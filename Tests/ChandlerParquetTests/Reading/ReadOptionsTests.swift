import ChandlerParquet
import Foundation
import Testing

/// What other writers' files have beside what is read is passed over only where that is wanted.
@Suite(
    .enabled(
        if: ReaderProcess.isWanted,
        "no Python with pyarrow, polars and duckdb: set CHANDLER_PYTHON or make .venv"
    )
)
struct ReadOptionsTests {
    private static let script = """
        import pyarrow as pa, pyarrow.parquet as pq, sys
        times = pa.array([1_000_000_001, -1], pa.timestamp("ns"))
        pq.write_table(pa.table({
            "deep": [{"b": [1, 2], "c": {"d": 1}}, None], "list": [[1], [2, 3]],
            "x": [1, 2], "ns": times, "utc": times.cast(pa.timestamp("ns", "UTC")),
            "local": pa.array([1, 2], pa.timestamp("us")), "time": pa.array([1, 2], pa.time64("us")),
            "y": ["a", None],
        }), sys.argv[1])
        """

    @Test func unreadColumnsArePassedOverAndTimesKept() throws {
        let python = try #require(ReaderProcess.python)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("chandler-\(UUID().uuidString).parquet").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", Self.script, path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        #expect(throws: ParquetError.self) {
            try ParquetFileReader(source: try FileBytes(path))
        }
        let options = ParquetReadOptions(keepsForeignTimes: true, passesUnreadColumns: true)
        let reader = try ParquetFileReader(source: try FileBytes(path), options: options)
        #expect(reader.unreadColumns.map(\.name) == ["deep", "list", "time"])
        #expect(reader.unreadColumns.allSatisfy { $0.error.code == .unsupported })
        #expect(reader.unreadColumns[0].error.message.contains("JSON text"))
        #expect(reader.schema.columns.map(\.name) == ["x", "ns", "utc", "local", "y"])
        let times = reader.schema.columns.indices.map { reader.foreignTime(ofColumn: $0) }
        #expect(
            times.map { $0?.unitsPerSecond } == [nil, 1_000_000_000, 1_000_000_000, 1_000_000, nil]
        )
        #expect(times.map { $0?.isUTC } == [nil, false, true, false, nil])
        let rows = try reader.allRows()[0]
        #expect(
            rows.map(\.rows) == [
                ["1", "2"], ["1000000001", "-1"], ["1000000001", "-1"], ["1", "2"],
                ["[97]", nil],
            ]
        )
    }
}
