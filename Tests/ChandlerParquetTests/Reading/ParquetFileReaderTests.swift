import ChandlerParquet
import Foundation
import Testing

@Suite struct ParquetFileReaderTests {
    private func bytes() throws -> [UInt8] {
        let schema = try ParquetSchema(
            columns: [
                ParquetColumn(name: "symbol", type: .string),
                ParquetColumn(name: "close", type: .double, nullable: true),
                ParquetColumn(name: "volume", type: .decimal(precision: 20, scale: 8)),
            ],
            metadata: [ParquetKeyValue(key: "k", value: "v"), ParquetKeyValue(key: "k", value: "")]
        )
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: schema,
            options: ParquetOptions(createdBy: "test version 1", pageRowLimit: 2),
            sink: sink
        )
        try writer.writeRowGroup([
            .strings(["a", "b", "c"]), .doubles([1, .nan, 3]), .decimals([1, -2, 3]),
        ])
        try writer.writeRowGroup([
            .repeatedString("d", count: 1), .exactDoubles([.nan], validity: [true]), .decimals([4]),
        ])
        try writer.finish()
        return sink.bytes
    }

    private func failure(_ body: () throws -> Void) -> ParquetError? {
        do {
            try body()
            return nil
        } catch {
            return error as? ParquetError
        }
    }

    @Test func schemaAndCountsComeBack() throws {
        let reader = try ParquetFileReader(source: MemoryBytes(bytes()))
        #expect(reader.schema.columns.map(\.name) == ["symbol", "close", "volume"])
        #expect(reader.schema.columns.map(\.nullable) == [false, true, false])
        #expect(reader.schema.columns[2].type == .decimal(precision: 20, scale: 8))
        #expect(reader.schema.metadata.map(\.key) == ["k", "k"])
        #expect(reader.schema.metadata.map(\.value) == ["v", ""])
        #expect(reader.createdBy == "test version 1")
        #expect(reader.rowGroupCount == 2)
        #expect(reader.rowCount == 4)
        #expect((0..<2).map { reader.rowCount(ofRowGroup: $0) } == [3, 1])
    }

    @Test func columnsComeInTheOrderAskedFor() throws {
        let reader = try ParquetFileReader(source: MemoryBytes(bytes()))
        let data = try reader.readRowGroup(0, columns: [2, 0, 2])
        #expect(
            data.map { PlainRows($0, nullable: false).type } == ["decimal", "string", "decimal"]
        )
        #expect(try reader.readRowGroup(1, columns: []).isEmpty)
    }

    /// NaN that was handed over as a null and NaN that was a value stay apart.
    @Test func doublesComeWithTheirNulls() throws {
        let reader = try ParquetFileReader(source: MemoryBytes(bytes()))
        guard case .exactDoubles(let first, let flags) = try reader.readRowGroup(0)[1],
            case .exactDoubles(let second, let others) = try reader.readRowGroup(1)[1]
        else {
            Issue.record("doubles are not exact doubles")
            return
        }
        #expect(first == [1, 0, 3])
        #expect(flags == [true, false, true])
        #expect(second[0].isNaN)
        #expect(others == [true])
    }

    @Test func requiredColumnsHaveNoValidity() throws {
        let reader = try ParquetFileReader(source: MemoryBytes(bytes()))
        guard case .strings(let texts, nil) = try reader.readRowGroup(0)[0] else {
            Issue.record("a required column has a validity")
            return
        }
        #expect(texts == ["a", "b", "c"])
    }

    @Test(arguments: [(-1, 0), (2, 0), (0, -1), (0, 3)])
    func whatIsNotThereIsRefused(group: Int, column: Int) throws {
        let reader = try ParquetFileReader(source: MemoryBytes(bytes()))
        let error = failure { _ = try reader.readRowGroup(group, columns: [column]) }
        #expect(error?.code == .invalidOption)
    }

    @Test func fileWithoutRowsHasASchema() throws {
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: [ParquetColumn(name: "a", type: .json)]),
            options: ParquetOptions(createdBy: "test version 1"),
            sink: sink
        )
        try writer.finish()
        let reader = try ParquetFileReader(source: MemoryBytes(sink.bytes))
        #expect(reader.rowGroupCount == 0)
        #expect(reader.rowCount == 0)
        #expect(reader.schema.columns[0].type == .json)
    }

    // MARK: - Sources

    private struct FailingBytes: RandomAccessBytes {
        struct Gone: Error {}

        let bytes: MemoryBytes
        let limit: Int64

        var byteCount: Int64 { bytes.byteCount }

        func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws {
            guard offset >= limit else { throw Gone() }
            bytes.read(at: offset, into: buffer)
        }
    }

    @Test func failingSourceIsTheCause() throws {
        let bytes = try bytes()
        let failing = FailingBytes(bytes: MemoryBytes(bytes), limit: 1)
        let error = failure { _ = try ParquetFileReader(source: failing) }
        #expect(error?.code == .sourceFailed)
        #expect(error?.cause is FailingBytes.Gone)
    }

    @Test func fileOnDiskIsReadLikeBytes() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("chandler-parquet-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = try bytes()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let source = try FileBytes(path)
        #expect(source.byteCount == Int64(bytes.count))
        let reader = try ParquetFileReader(source: source)
        let other = try ParquetFileReader(source: MemoryBytes(bytes))
        #expect(try reader.allRows() == other.allRows())
        // The same file becomes shorter under the reader's hands.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: 10)
        try handle.close()
        let error = failure { _ = try reader.readRowGroup(0) }
        #expect(error?.code == .sourceFailed)
        #expect(error?.message.contains("ended at byte 10") == true)
    }

    @Test func missingFileIsNamedWithItsReason() {
        let error = failure { _ = try FileBytes("/no/such/file.parquet") }
        #expect(error?.code == .sourceFailed)
        #expect(error?.message.contains("\"/no/such/file.parquet\"") == true)
        #expect(error?.message.contains("errno 2") == true)
    }

    @Test func folderIsNoFile() {
        #expect(failure { _ = try FileBytes("/") }?.code == .sourceFailed)
    }
}
