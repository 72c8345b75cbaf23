import Testing

@testable import ChandlerParquet

/// Byte vectors worked out by hand from parquet.thrift.
@Suite struct SchemaElementsTests {
    @Test func timestampHasBothAnnotations() {
        let column = ParquetColumn(name: "t", type: .timestampMicroseconds)
        let expected: [UInt8] = [
            0x15, 0x04, 0x25, 0x00, 0x18, 1, 0x74,  // INT64, REQUIRED, "t"
            0x25, 0x14,  // converted type TIMESTAMP_MICROS
            0x4C, 0x8C, 0x11,  // logical type TIMESTAMP, adjusted to UTC
            0x1C, 0x2C, 0x00, 0x00, 0x00, 0x00,  // unit MICROS, ends of four structs
            0x00,
        ]
        #expect(thrift { $0.schemaElement(column) } == expected)
    }

    @Test func stringHasBothAnnotations() {
        let column = ParquetColumn(name: "s", type: .string, nullable: true)
        let expected: [UInt8] = [
            0x15, 0x0C, 0x25, 0x02, 0x18, 1, 0x73, 0x25, 0x00, 0x4C, 0x1C, 0x00, 0x00, 0x00,
        ]
        #expect(thrift { $0.schemaElement(column) } == expected)
    }

    @Test func numbersHaveNone() {
        let column = ParquetColumn(name: "d", type: .double, nullable: true)
        let expected: [UInt8] = [0x15, 0x0A, 0x25, 0x02, 0x18, 1, 0x64, 0x00]
        #expect(thrift { $0.schemaElement(column) } == expected)
    }
}
