import ChandlerParquet
import Foundation
import Testing

/// What the writer wrote comes back bit for bit.
@Suite struct RoundTripTests {
    /// More of them for a longer run.
    private static let count =
        ProcessInfo.processInfo.environment["CHANDLER_ROUND_TRIPS"].flatMap(UInt64.init) ?? 150

    @Test func randomFilesComeBackEqual() throws {
        for seed in 0..<Self.count {
            let file = try RandomFile(seed: seed)
            let reader = try ParquetFileReader(source: MemoryBytes(file.bytes))
            #expect(try reader.allRows() == file.allRows(), "seed \(seed)")
            #expect(reader.schema.metadata == file.schema.metadata, "seed \(seed)")
            #expect(reader.createdBy == file.options.createdBy, "seed \(seed)")
            let found = reader.schema.columns.map { [$0.name, "\($0.type)", "\($0.nullable)"] }
            let written = file.schema.columns.map { [$0.name, "\($0.type)", "\($0.nullable)"] }
            #expect(found == written, "seed \(seed)")
            #expect(reader.rowCount == file.rowGroups.reduce(0) { $0 + Int64($1[0].rowCount) })
        }
    }

    @Test func everyFileForTheReadersComesBackEqual() throws {
        for file in ReaderCase.all {
            let reader = try ParquetFileReader(source: MemoryBytes(try file.bytes()))
            let expected = file.rowGroups.filter { $0[0].rowCount > 0 }.map { group in
                zip(group, file.columns).map { PlainRows($0, nullable: $1.nullable) }
            }
            #expect(try reader.allRows() == expected, "\(file.name)")
        }
    }

    @Test func manyRowsOfEveryKindComeBack() throws {
        let count = 300_000
        var random = SeededRandom(seed: 3)
        let numbers = (0..<count).map { _ in Int64(bitPattern: random.next()) }
        let validity = (0..<count).map { $0 % 1000 < 990 }
        let columns = [
            ParquetColumn(name: "a", type: .double, nullable: true),
            ParquetColumn(name: "b", type: .decimal(precision: 30, scale: 3), nullable: true),
            ParquetColumn(name: "c", type: .string, nullable: true),
            ParquetColumn(name: "d", type: .boolean, nullable: true),
            ParquetColumn(name: "e", type: .int64),
        ]
        let data: [ParquetColumnData] = [
            .exactDoubles(
                numbers.map { Double(bitPattern: UInt64(bitPattern: $0)) },
                validity: validity
            ),
            .decimals(numbers.map { Int128($0) * 999 }, validity: validity),
            .strings(numbers.map { "\($0 % 500)" }, validity: validity),
            .booleans(numbers.map { $0 % 2 == 0 }, validity: validity), .int64(numbers),
        ]
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: columns),
            options: ParquetOptions(createdBy: "test version 1"),
            sink: sink
        )
        try writer.writeRowGroup(data)
        try writer.finish()
        let reader = try ParquetFileReader(source: MemoryBytes(sink.bytes))
        let found = try reader.readRowGroup(0)
        for (index, column) in columns.enumerated() {
            let isEqual =
                PlainRows(found[index], nullable: column.nullable)
                == PlainRows(data[index], nullable: column.nullable)
            #expect(isEqual, "\(column.name)")
        }
    }
}
