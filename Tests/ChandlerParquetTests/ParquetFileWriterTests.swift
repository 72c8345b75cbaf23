import Testing

@testable import ChandlerParquet

@Suite struct ParquetFileWriterTests {
    private static let options = ParquetOptions(
        createdBy: "test version 1",
        compression: .none,
        pageRowLimit: 2
    )
    private static let rows: [ParquetColumnData] = [.doubles([1, .nan, 3]), .int64([1, 2, 3])]

    private func schema() throws -> ParquetSchema {
        try ParquetSchema(columns: [
            ParquetColumn(name: "close", type: .double, nullable: true),
            ParquetColumn(name: "trades", type: .int64),
        ])
    }

    private func writer(
        sink: any ByteSink = MemorySink(),
        options: ParquetOptions = options
    ) throws -> ParquetFileWriter {
        try ParquetFileWriter(schema: schema(), options: options, sink: sink)
    }

    private func failure(_ body: () throws -> Void) -> ParquetError? {
        do {
            try body()
            return nil
        } catch {
            return error as? ParquetError
        }
    }

    @Test func fileStartsAndEndsWithTheMagic() throws {
        let sink = MemorySink()
        let writer = try writer(sink: sink)
        try writer.finish()
        #expect(sink.bytes.prefix(4) == [0x50, 0x41, 0x52, 0x31])
        #expect(sink.bytes.suffix(4) == [0x50, 0x41, 0x52, 0x31])
        let length = sink.bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length == sink.bytes.count - 12)
        #expect(writer.byteCount == sink.bytes.count)
    }

    @Test func firstPageStandsRightAfterTheMagic() throws {
        let sink = MemorySink()
        try writer(sink: sink).writeRowGroup(Self.rows)
        // Two rows: header, levels 1 0 (length 2, one group), one double split into eight bytes.
        let header: [UInt8] = [
            0x15, 0x00, 0x15, 28, 0x15, 28, 0x2C, 0x15, 4, 0x15, 18, 0x15, 6, 0x15, 6, 0, 0,
        ]
        let body: [UInt8] = [2, 0, 0, 0, 0x03, 0x01, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        #expect(Array(sink.bytes[4..<35]) == header + body)
    }

    @Test(arguments: [.zstd(level: 3), .gzip(level: 6), .none] as [ParquetCompression])
    func sameInputGivesTheSameBytes(compression: ParquetCompression) throws {
        let files = try (0..<2).map { _ in
            let sink = MemorySink()
            let options = ParquetOptions(createdBy: "test version 1", compression: compression)
            let writer = try writer(sink: sink, options: options)
            try writer.writeRowGroup(Self.rows)
            try writer.writeRowGroup(Self.rows)
            try writer.finish()
            return sink.bytes
        }
        #expect(files[0] == files[1])
        #expect(files[0].count > 100)
    }

    @Test func zeroRowsWriteNothing() throws {
        let sink = MemorySink()
        let writer = try writer(sink: sink)
        try writer.writeRowGroup([.doubles([]), .int64([])])
        #expect(sink.bytes.isEmpty)
        #expect(writer.rowCount == 0)
    }

    @Test func rowsAreCounted() throws {
        let writer = try writer()
        try writer.writeRowGroup(Self.rows)
        try writer.writeRowGroup(Self.rows)
        #expect(writer.rowCount == 6)
    }

    // MARK: - Refused row groups

    @Test func missingColumnIsNamed() throws {
        let writer = try writer()
        let error = failure { try writer.writeRowGroup([.doubles([1])]) }
        #expect(error?.code == .columnCountMismatch)
        #expect(error?.context.column == "trades")
    }

    @Test func surplusColumnIsRefused() throws {
        let writer = try writer()
        let error = failure { try writer.writeRowGroup(Self.rows + [.int64([1, 2, 3])]) }
        #expect(error?.code == .columnCountMismatch)
        #expect(error?.message.contains("3 columns") == true)
    }

    @Test func otherLengthIsNamed() throws {
        let writer = try writer()
        let error = failure { try writer.writeRowGroup([.doubles([1, 2]), .int64([1])]) }
        #expect(error?.code == .columnLengthMismatch)
        #expect(error?.context == .init(column: "trades", rowGroup: 0, row: nil))
        #expect(error?.message.contains("\"trades\" had 1 rows, column \"close\" 2") == true)
    }

    @Test func otherTypeIsNamed() throws {
        let writer = try writer()
        let error = failure { try writer.writeRowGroup([.doubles([1]), .timestamps([1])]) }
        #expect(error?.code == .columnTypeMismatch)
        #expect(error?.context.column == "trades")
    }

    @Test func validityOfOtherLengthIsNamed() throws {
        let writer = try writer()
        let data: [ParquetColumnData] = [.doubles([1, 2]), .int64([1, 2], validity: [true])]
        let error = failure { try writer.writeRowGroup(data) }
        #expect(error?.code == .columnLengthMismatch)
        #expect(error?.context.column == "trades")
    }

    @Test func nullInARequiredColumnIsNamedWithItsRow() throws {
        let writer = try writer()
        let data: [ParquetColumnData] = [.doubles([1, 2]), .optionalInt64([1, nil])]
        let error = failure { try writer.writeRowGroup(data) }
        #expect(error?.code == .nullInRequiredColumn)
        #expect(error?.context == .init(column: "trades", rowGroup: 0, row: 1))
    }

    @Test func negativeCountIsRefused() throws {
        let schema = try ParquetSchema(columns: [ParquetColumn(name: "venue", type: .string)])
        let sink = MemorySink()
        let writer = try ParquetFileWriter(schema: schema, options: Self.options, sink: sink)
        let error = failure { try writer.writeRowGroup([.repeatedString("x", count: -1)]) }
        #expect(error?.code == .columnLengthMismatch)
    }

    @Test func refusedRowGroupLeavesTheFileAsItWas() throws {
        let (plain, tried) = (MemorySink(), MemorySink())
        for sink in [plain, tried] {
            let writer = try writer(sink: sink)
            try writer.writeRowGroup(Self.rows)
            if sink === tried {
                #expect(failure { try writer.writeRowGroup([.doubles([1]), .int64([])]) } != nil)
            }
            try writer.writeRowGroup(Self.rows)
            try writer.finish()
        }
        #expect(plain.bytes == tried.bytes)
    }

    @Test(
        arguments: [(2, 100), (2, -100), (18, 1_000_000_000_000_000_000), (38, .min), (38, .max)]
            as [(Int, Int128)]
    )
    func decimalOfTooManyDigitsIsNamedWithItsRow(precision: Int, value: Int128) throws {
        let type = ParquetColumnType.decimal(precision: precision, scale: 1)
        let column = ParquetColumn(name: "price", type: type, nullable: true)
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: [column]),
            options: Self.options,
            sink: sink
        )
        let error = failure { try writer.writeRowGroup([.decimals([1, value])]) }
        #expect(error?.code == .decimalOverflow)
        #expect(error?.context == .init(column: "price", rowGroup: 0, row: 1))
        #expect(error?.message.contains("\(value)") == true)
        #expect(sink.bytes.isEmpty)
        // What stands in a null row does not count.
        try writer.writeRowGroup([.decimals([1, value], validity: [true, false])])
    }

    @Test func checksumStandsInTheHeader() throws {
        let files = try [false, true].map { checksums in
            let sink = MemorySink()
            let options = ParquetOptions(
                createdBy: "test version 1",
                compression: .none,
                writesChecksums: checksums
            )
            let writer = try writer(sink: sink, options: options)
            try writer.writeRowGroup(Self.rows)
            return sink.bytes
        }
        var checksum = GzipChecksum()
        // Levels 1 0 1 and two doubles.
        files[0][21..<43].withUnsafeBytes { checksum.add($0) }
        let field = thrift { $0.field(4, int32: Int32(bitPattern: checksum.crc)) }
        #expect(files[1].count == files[0].count + 2 * field.count)
        #expect(Array(files[1][10..<10 + field.count].dropFirst()) == Array(field.dropFirst()))
    }

    // MARK: - Failing sinks and closed writers

    @Test func finishedWriterTakesNothingMore() throws {
        let sink = MemorySink()
        let writer = try writer(sink: sink)
        try writer.finish()
        let size = sink.bytes.count
        #expect(failure { try writer.finish() }?.code == .writerClosed)
        #expect(failure { try writer.writeRowGroup(Self.rows) }?.code == .writerClosed)
        #expect(sink.bytes.count == size)
    }

    @Test(arguments: 0..<10) func failingSinkClosesTheWriter(limit: Int) throws {
        // Magic, then header and body of two pages for each of two columns, then the footer.
        let sink = FailingSink(failingAfter: limit)
        let writer = try writer(sink: sink)
        let error = failure {
            try writer.writeRowGroup(Self.rows)
            try writer.finish()
        }
        #expect(error?.code == .sinkFailed)
        #expect(error?.cause is FailingSink.Full)
        #expect(error?.isRetryable == false)
        #expect(failure { try writer.finish() }?.code == .writerClosed)
        #expect(sink.writes == limit)
    }

    @Test func sinkThatTakesEverythingDoesNotFail() throws {
        let sink = FailingSink(failingAfter: 10)
        let writer = try writer(sink: sink)
        try writer.writeRowGroup(Self.rows)
        try writer.finish()
        #expect(sink.writes == 10)
    }

    @Test(
        arguments: [.zstd(level: 0), .zstd(level: 23), .gzip(level: -1), .gzip(level: 10)]
            as [ParquetCompression]
    )
    func levelOutsideItsRangeIsRefused(compression: ParquetCompression) {
        let options = ParquetOptions(createdBy: "test", compression: compression)
        #expect(failure { _ = try writer(options: options) }?.code == .invalidOption)
    }

    @Test func pageWithoutRowsIsRefused() {
        let options = ParquetOptions(createdBy: "test", pageRowLimit: 0)
        #expect(failure { _ = try writer(options: options) }?.code == .invalidOption)
    }
}
