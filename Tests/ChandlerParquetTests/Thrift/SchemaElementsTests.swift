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

    @Test func decimalOf18DigitsIsAnInteger() {
        let type = ParquetColumnType.decimal(precision: 18, scale: 8)
        let expected: [UInt8] = [
            0x15, 0x04, 0x25, 0x00, 0x18, 1, 0x64,  // INT64, REQUIRED, "d"
            0x25, 0x0A, 0x15, 0x10, 0x15, 0x24,  // converted type DECIMAL, scale 8, precision 18
            0x2C, 0x5C, 0x15, 0x10, 0x15, 0x24, 0x00, 0x00,  // logical type DECIMAL
            0x00,
        ]
        #expect(thrift { $0.schemaElement(ParquetColumn(name: "d", type: type)) } == expected)
    }

    @Test func decimalOf19DigitsHas16Bytes() {
        let type = ParquetColumnType.decimal(precision: 19, scale: 0)
        let expected: [UInt8] = [
            0x15, 0x0E, 0x15, 0x20, 0x15, 0x02, 0x18, 1, 0x64,  // length 16, OPTIONAL
            0x25, 0x0A, 0x15, 0x00, 0x15, 0x26, 0x2C, 0x5C, 0x15, 0x00, 0x15, 0x26, 0x00, 0x00,
            0x00,
        ]
        let column = ParquetColumn(name: "d", type: type, nullable: true)
        #expect(thrift { $0.schemaElement(column) } == expected)
    }

    @Test func dateAndJSONHaveBothAnnotations() {
        let date: [UInt8] = [
            0x15, 0x02, 0x25, 0x00, 0x18, 1, 0x64, 0x25, 0x0C, 0x4C, 0x6C, 0x00, 0x00, 0x00,
        ]
        #expect(thrift { $0.schemaElement(ParquetColumn(name: "d", type: .date)) } == date)
        let json: [UInt8] = [
            0x15, 0x0C, 0x25, 0x00, 0x18, 1, 0x64, 0x25, 0x26, 0x4C, 0xCC, 0x00, 0x00, 0x00,
        ]
        #expect(thrift { $0.schemaElement(ParquetColumn(name: "d", type: .json)) } == json)
    }
}
