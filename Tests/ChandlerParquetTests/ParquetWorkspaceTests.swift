import Testing

@testable import ChandlerParquet

@Suite struct ParquetWorkspaceTests {
    private func rows(_ count: Int, flags: [Bool]?) -> [ParquetColumnData] {
        [
            .doubles((0..<count).map { $0 % 5 == 0 ? .nan : Double($0) / 3 }),
            .int32((0..<count).map { Int32($0 % 3) }, validity: flags),
            .repeatedString("BTCUSDT", count: count),
        ]
    }

    private func schema() throws -> ParquetSchema {
        try ParquetSchema(columns: [
            ParquetColumn(name: "close", type: .double, nullable: true),
            ParquetColumn(name: "sign", type: .int32, nullable: true),
            ParquetColumn(name: "symbol", type: .string),
        ])
    }

    private func options(_ compression: ParquetCompression) -> ParquetOptions {
        ParquetOptions(createdBy: "test version 1", compression: compression, pageRowLimit: 70)
    }

    @Test(arguments: [.zstd(level: 3), .gzip(level: 6), .none] as [ParquetCompression])
    func filesDoNotDependOnThoseBefore(compression: ParquetCompression) throws {
        let workspace = try ParquetWorkspace(options: options(compression))
        for count in [3, 400, 1, 71] {
            let (shared, fresh) = (MemorySink(), MemorySink())
            let one = ParquetFileWriter(schema: try schema(), workspace: workspace, sink: shared)
            let other = try ParquetFileWriter(
                schema: try schema(),
                options: options(compression),
                sink: fresh
            )
            for writer in [one, other] {
                try writer.writeRowGroup(rows(count, flags: nil))
                try writer.finish()
            }
            #expect(shared.bytes == fresh.bytes)
        }
    }

    @Test func aFailedFileLeavesNothingForTheNext() throws {
        let workspace = try ParquetWorkspace(options: options(.zstd(level: 3)))
        let failing = ParquetFileWriter(
            schema: try schema(),
            workspace: workspace,
            sink: FailingSink(failingAfter: 3)
        )
        #expect(throws: ParquetError.self) { try failing.writeRowGroup(rows(300, flags: nil)) }
        let (shared, fresh) = (MemorySink(), MemorySink())
        let next = ParquetFileWriter(schema: try schema(), workspace: workspace, sink: shared)
        let other = try ParquetFileWriter(
            schema: try schema(),
            options: options(.zstd(level: 3)),
            sink: fresh
        )
        for writer in [next, other] {
            try writer.writeRowGroup(rows(300, flags: nil))
            try writer.finish()
        }
        #expect(shared.bytes == fresh.bytes)
    }

    /// Levels of one run are written ahead; they must be those that the flags spell out.
    @Test func flagsThatAreAllTrueMeanTheSameAsNone() throws {
        for count in 8...80 {
            let files = try [nil, [Bool](repeating: true, count: count)].map { flags in
                let sink = MemorySink()
                let writer = try ParquetFileWriter(
                    schema: try schema(),
                    options: ParquetOptions(createdBy: "test version 1", compression: .none),
                    sink: sink
                )
                try writer.writeRowGroup(rows(count, flags: flags))
                try writer.finish()
                return sink.bytes
            }
            #expect(files[0] == files[1])
            var spelled = ByteBuffer()
            let levels = [UInt32](repeating: 1, count: count)
            levels.withUnsafeBufferPointer { DefinitionLevels.append($0, to: &spelled) }
            var ahead = ByteBuffer()
            DefinitionLevels.appendUniform(1, count: count, to: &ahead)
            #expect(Array(spelled.bytes) == Array(ahead.bytes))
        }
    }
}
