import Testing

@testable import ChandlerParquet

/// Byte vectors worked out by hand from thrift-compact-protocol.md.
@Suite struct CompactProtocolEncoderTests {
    @Test func fieldHeaderHoldsTheStepAndTheType() {
        let result = thrift {
            $0.field(1, int32: 1)
            $0.field(3, int64: -1)
            $0.field(4, bool: true)
            $0.field(5, bool: false)
            $0.field(6, string: "ab")
            $0.stop()
        }
        #expect(result == [0x15, 0x02, 0x26, 0x01, 0x11, 0x12, 0x18, 2, 0x61, 0x62, 0x00])
    }

    @Test func stepOver15WritesTheNumberItself() {
        let result = thrift {
            $0.field(15, int32: 0)
            $0.field(31, int32: 0)
            $0.field(46, int32: 0)
        }
        #expect(result == [0xF5, 0x00, 0x05, 0x3E, 0x00, 0xF5, 0x00])
    }

    @Test func numbersBeginAnewInsideAStruct() {
        let result = thrift {
            $0.field(4, int32: 0)
            $0.beginField(5)
            $0.field(1, int32: 0)
            $0.emptyStructField(2)
            $0.endStruct()
            $0.field(6, int32: 0)
            $0.stop()
        }
        #expect(result == [0x45, 0, 0x1C, 0x15, 0, 0x1C, 0, 0, 0x15, 0, 0])
    }

    @Test func shortListHasItsLengthInTheHeader() {
        let result = thrift {
            $0.beginList(1, of: .int32, count: 2)
            $0.element(int32: 3)
            $0.element(int32: -3)
        }
        #expect(result == [0x19, 0x25, 0x06, 0x05])
    }

    @Test func longListHasItsLengthBehindTheHeader() {
        let result = thrift { $0.beginList(2, of: .structure, count: 300) }
        #expect(result == [0x29, 0xFC, 0xAC, 0x02])
        #expect(thrift { $0.beginList(2, of: .binary, count: 15) } == [0x29, 0xF8, 0x0F])
    }

    @Test func bytesAreWrittenAsTheyAre() {
        #expect(thrift { $0.field(5, bytes: [0xFF, 0x00]) } == [0x58, 2, 0xFF, 0x00])
    }

    @Test func removeAllForgetsTheLastField() {
        let result = thrift {
            $0.field(7, int32: 1)
            $0.removeAll()
            $0.field(1, int32: 1)
        }
        #expect(result == [0x15, 0x02])
    }
}
