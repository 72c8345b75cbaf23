import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// Parquet as other programs write it by default.
@Suite(
    .enabled(
        if: PythonProgram.path != nil,
        "no Python with pyarrow: set CHANDLER_PYTHON or make .venv"
    )
)
struct ForeignParquetTests {
    /// Writes columns, given as a Python dictionary, without any option.
    private func write(_ columns: String, in shop: ImportWorkshop) throws -> String {
        let path = shop.scratch.path + "/rows.parquet"
        let script = """
            import pyarrow as pa, pyarrow.parquet as pq
            pq.write_table(pa.table({\(columns)}), "\(path)")
            """
        let program = try RunningProgram([try #require(PythonProgram.path), "-c", script])
        try #require(try program.blockUntilEnd() == 0)
        return path
    }

    private static let names = "\"parameter_name\": [\"a\", \"b\"], "

    @Test func timesWithoutAZoneTakeTheOneThatIsGiven() async throws {
        let shop = try await ImportWorkshop()
        for unit in ["ms", "us", "ns"] {
            let count = ["ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000][unit] ?? 1
            let path = try write(
                Self.names
                    + "\"updated_at\": pa.array([1704110400 * \(count), 1719835200 * \(count)], "
                    + "pa.timestamp(\"\(unit)\"))",
                in: shop
            )
            try shop.database.execute("TRUNCATE bot_settings")
            let report = try shop.load(file: path, into: "bot_settings") {
                $0.timeZone = "Europe/Berlin"
            }
            #expect(report.inserted == 2, "\(report)")
            #expect(
                try shop.rows("parameter_name, updated_at", from: "bot_settings")
                    == ["a|2024-01-01 11:00:00+00", "b|2024-07-01 10:00:00+00"]
            )
        }
    }

    @Test func nanosecondsAreWholeMicrosecondsOrRejected() async throws {
        let shop = try await ImportWorkshop()
        let path = try write(
            Self.names
                + "\"updated_at\": pa.array([1704110400000001000, -1], pa.timestamp(\"ns\", \"UTC\"))",
            in: shop
        )
        let report = try shop.load(file: path, into: "bot_settings")
        #expect(report.rules == ["range:updated_at": [2]], "\(report)")
        #expect(
            try shop.rows("parameter_name, updated_at", from: "bot_settings")
                == ["a|2024-01-01 12:00:00.000001+00"]
        )
    }

    @Test func columnsThatCannotBeReadAreLeftOutWhereTheyAreUnknown() async throws {
        let shop = try await ImportWorkshop()
        func load(
            _ columns: String,
            _ change: @escaping (inout ImportOptions) -> Void = { _ in }
        ) throws -> ImportReport {
            let path = try write(Self.names + columns, in: shop)
            return try shop.load(file: path, into: "bot_settings", change)
        }
        let nested = "\"more\": [{\"x\": 1}, None], \"description\": [\"c\", \"d\"]"
        #expect {
            _ = try load(nested)
        } throws: { error in
            let words = "\(error)"
            return words.contains("\"more\"") && words.contains("--ignore-unknown")
        }
        let report = try load(nested) { $0.ignoresUnknown = true }
        #expect(report.inserted == 2)
        #expect(report.ignoredColumns == ["more"])
        #expect(try shop.rows("description", from: "bot_settings") == ["c", "d"])
        // A column of the table is never passed over.
        #expect {
            _ = try load("\"description\": [[1], [2]]") { $0.ignoresUnknown = true }
        } throws: { error in
            "\(error)".contains("\"description\"") && "\(error)".contains("JSON text")
        }
    }
}

/// A Python with other writers of Parquet.
private enum PythonProgram {
    static let path: String? = {
        if let path = ProcessInfo.processInfo.environment["CHANDLER_PYTHON"], !path.isEmpty {
            return path
        }
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let path = root.appendingPathComponent(".venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
}
