import Testing

@testable import ChandlerParquet

/// Byte vectors worked out by hand from parquet.thrift.
@Suite struct PageHeaderTests {
    @Test func dataPageNamesItsEncodingAndLevels() {
        let header = PageHeader(
            type: .data,
            encoding: .byteStreamSplit,
            valueCount: 100,
            uncompressedSize: 800,
            compressedSize: 300
        )
        let expected: [UInt8] = [
            0x15, 0x00, 0x15, 0xC0, 0x0C, 0x15, 0xD8, 0x04,
            0x2C, 0x15, 0xC8, 0x01, 0x15, 0x12, 0x15, 0x06, 0x15, 0x06, 0x00, 0x00,
        ]
        #expect(thrift { header.write(to: &$0) } == expected)
    }

    @Test func dictionaryPageIsPlain() {
        let header = PageHeader(
            type: .dictionary,
            encoding: .plain,
            valueCount: 1,
            uncompressedSize: 5,
            compressedSize: 5
        )
        let expected: [UInt8] = [
            0x15, 0x04, 0x15, 0x0A, 0x15, 0x0A, 0x4C, 0x15, 0x02, 0x15, 0x00, 0x00, 0x00,
        ]
        #expect(thrift { header.write(to: &$0) } == expected)
    }
}
