import Testing

@testable import ChandlerPostgres

@Suite struct BinaryCopyWriterTests {
    private func makeWriter() -> BinaryCopyWriter {
        BinaryCopyWriter(sink: nil, flushThreshold: 4096)
    }

    private func rows(of writer: borrowing BinaryCopyWriter) -> [UInt8] {
        writer.raw.withUnsafeBytes { Array($0.dropFirst(BinaryCopyFormat.headerSize)) }
    }

    @Test func headerRowAndTrailerAreThoseOfTheManual() throws {
        var writer = makeWriter()
        try writer.beginRow(fieldCount: 3)
        writer.append(int32: 258)
        writer.appendNull()
        writer.append(utf8: "ä")
        try writer.finish()
        let all = writer.raw.withUnsafeBytes { Array($0) }
        #expect(
            all == Array("PGCOPY\n".utf8) + [0xFF, 13, 10, 0] + [0, 0, 0, 0, 0, 0, 0, 0]
                + [0, 3, 0, 0, 0, 4, 0, 0, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2, 0xC3, 0xA4]
                + [0xFF, 0xFF]
        )
    }

    @Test func preparedFieldsAreThoseThatAreAppended() throws {
        var plain = makeWriter()
        var fast = makeWriter()
        let key = PreparedFields(texts: ["ä", "", "1m"])
        for _ in 0..<2 {
            try plain.beginRow(fieldCount: 4)
            for text in ["ä", "", "1m"] { plain.append(utf8: text) }
            plain.append(int32: 1)
            try fast.beginRow(fieldCount: 4, with: key)
            fast.append(int32: 1)
        }
        try plain.finish()
        try fast.finish()
        #expect(rows(of: fast) == rows(of: plain))
        #expect(fast.rowCount == 2)
    }

    @Test func preparedFieldsCount() throws {
        var writer = makeWriter()
        try writer.beginRow(fieldCount: 3, with: PreparedFields(texts: ["a", "b"]))
        #expect(throws: PostgresError.self) { try writer.finish() }
    }

    @Test func timesCountFrom2000() throws {
        var writer = makeWriter()
        writer.append(timestampMicroseconds: 946_684_800_000_001)
        #expect(rows(of: writer) == [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func jsonbCarriesItsVersionAndLength() throws {
        var writer = makeWriter()
        writer.appendJSONB { $0.append(utf8: "{}" as StaticString) }
        #expect(rows(of: writer) == [0, 0, 0, 3, 1, 0x7B, 0x7D])
    }

    @Test func jsonbThatFailsIsTakenBack() throws {
        var writer = makeWriter()
        #expect(throws: SourceFailed(atRow: 1)) {
            try writer.appendJSONB { (raw) throws(SourceFailed) in
                raw.append(utf8: "{\"half" as StaticString)
                throw SourceFailed(atRow: 1)
            }
        }
        #expect(rows(of: writer).isEmpty)
        #expect(writer.written == 0)
    }

    @Test(arguments: [0, 1, 3])
    func aRowWithAnotherFieldCountIsRefused(written: Int) throws {
        var writer = makeWriter()
        try writer.beginRow(fieldCount: 2)
        for _ in 0..<written { writer.appendNull() }
        var refusals: [PostgresError] = []
        do { try writer.beginRow(fieldCount: 2) } catch { refusals.append(error) }
        do { try writer.finish() } catch { refusals.append(error) }
        #expect(refusals.map(\.code) == [.fieldCountMismatch, .fieldCountMismatch])
        #expect(
            refusals.first?.message
                == "write row 1 of a COPY: 2 fields were announced and \(written) were written"
        )
    }

    @Test(arguments: [Int64.min, -210_866_803_200_000_001])
    func aTimeBeforePostgreSQLsFirstIsRefused(time: Int64) throws {
        var writer = makeWriter()
        try writer.beginRow(fieldCount: 1)
        writer.append(timestampMicroseconds: time)
        do throws(PostgresError) {
            try writer.finish()
            Issue.record("was taken")
        } catch {
            #expect(error.code == .datetimeOutOfRange)
        }
    }

    @Test func theBufferGrowsForALargeField() throws {
        var writer = makeWriter()
        let large = [UInt8](repeating: 7, count: 100_000)
        large.withUnsafeBytes { writer.append(bytes: $0) }
        #expect(rows(of: writer) == [0, 1, 0x86, 0xA0] + large)
    }
}
