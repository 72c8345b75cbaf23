import ChandlerCore
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// A file is taken for what its manifest says only where it is that in every column.
@Suite struct ArchivePartTests {
    @Test func columnsOfAnotherTypeAreRefused() async throws {
        let bench = try await RetentionBench()
        try bench.database.execute(
            """
            INSERT INTO system_logs ("timestamp", component, level, message)
            VALUES ('2024-01-15', 'c', 'INFO', 'm')
            """
        )
        #expect(try bench.retain(only: ["system_logs"]).refused.isEmpty)
        let manifest = try #require(
            try bench.archive.manifest(month("2024-01"), of: "system_logs")
        )
        let part = try #require(manifest.parts.first)
        let path = bench.archive.month(month("2024-01"), of: "system_logs") + "/" + part.file
        #expect(try ArchivePart(path: path, columns: part.columns).contents().rows == 1)
        for (index, column) in part.columns.enumerated() {
            var others = part.columns
            others[index] = ArchivedColumn(
                name: column.name,
                type: column.type,
                form: column.form == .json ? .text : column.form == .text ? .json : .boolean,
                isNullable: column.isNullable
            )
            let error = #expect(throws: WarehouseError.self, "\(column.name)") {
                try ArchivePart(path: path, columns: others).contents()
            }
            #expect(error?.message.contains("\"\(column.name)\" is ") == true, "\(error as Any)")
            others[index] = ArchivedColumn(
                name: column.name,
                type: column.type,
                form: column.form,
                isNullable: !column.isNullable
            )
            #expect(throws: WarehouseError.self) {
                try ArchivePart(path: path, columns: others).contents()
            }
        }
    }

    @Test func pagesCarryChecksums() async throws {
        let bench = try await RetentionBench()
        try await bench.fillCandles([month("2022-03")])
        try bench.retain(only: ["market_data"])
        let manifest = try #require(
            try bench.archive.manifest(month("2022-03"), of: "market_data")
        )
        let part = try #require(manifest.parts.first)
        let path = bench.archive.month(month("2022-03"), of: "market_data") + "/" + part.file
        // A flipped bit of the values is found without the file's own sum.
        var bytes = try #require(try DurableFile.contents(of: path))
        bytes[bytes.count / 3] ^= 1
        let copy = try DurableFile(bench.scratch.path + "/damaged.parquet")
        try bytes.withUnsafeBytes { try copy.write($0) }
        try copy.publish()
        let error = #expect(throws: WarehouseError.self) {
            try ArchivePart(
                path: bench.scratch.path + "/damaged.parquet",
                columns: part.columns
            ).contents()
        }
        #expect(error?.message.lowercased().contains("crc") == true, "\(error as Any)")
    }
}
