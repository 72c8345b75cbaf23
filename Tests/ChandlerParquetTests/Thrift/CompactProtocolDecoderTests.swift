import Testing

@testable import ChandlerParquet

@Suite struct CompactProtocolDecoderTests {
    private func decode<Result>(
        _ bytes: [UInt8],
        _ body: (inout CompactProtocolDecoder) throws -> Result
    ) throws -> Result {
        try bytes.withUnsafeBytes { bytes in
            var decoder = CompactProtocolDecoder(bytes, place: FilePlace(offset: 100))
            return try body(&decoder)
        }
    }

    /// Skips a whole struct and gives the bytes it took, or the error.
    private func skip(_ bytes: [UInt8]) -> Result<Int, any Error> {
        do {
            return .success(
                try decode(bytes) { decoder in
                    var last: Int16 = 0
                    while let field = try decoder.nextField(after: &last) {
                        try decoder.skip(field)
                    }
                    return decoder.position
                }
            )
        } catch {
            return .failure(error)
        }
    }

    @Test func whatTheEncoderWritesIsRead() throws {
        let bytes = thrift {
            $0.field(1, int32: -7)
            $0.field(2, bool: true)
            $0.field(20, int64: .min)
            $0.field(21, string: "é")
            $0.stop()
        }
        try decode(bytes) { decoder in
            var last: Int16 = 0
            _ = try decoder.nextField(after: &last)
            #expect(try decoder.int32() == -7)
            #expect(try decoder.nextField(after: &last)?.isTrue == true)
            #expect(try decoder.nextField(after: &last)?.number == 20)
            #expect(try decoder.int64() == .min)
            #expect(try decoder.nextField(after: &last)?.number == 21)
            #expect(try decoder.string() == "é")
            #expect(try decoder.nextField(after: &last) == nil)
        }
    }

    @Test func everyKindIsSkipped() throws {
        let bytes: [UInt8] =
            [0x11, 0x12, 0x13, 0xFF, 0x14, 0x80, 0x01, 0x15, 0x02, 0x16, 0x04]
            + [0x17] + .init(repeating: 0xEE, count: 8) + [0x18, 0x02, 0x61, 0x62]
            + [0x19, 0x31, 0x01, 0x02, 0x01, 0x1A, 0x15, 0x08]
            // A map of one, an empty map, and a struct with a true in it.
            + [0x1B, 0x01, 0x85, 0x01, 0x61, 0x06, 0x1B, 0x00, 0x1C, 0x11, 0x00, 0x00]
        #expect(try skip(bytes).get() == bytes.count)
        for length in 0..<bytes.count {
            #expect(throws: ParquetError.self) { try skip(Array(bytes[..<length])).get() }
        }
    }

    @Test(
        arguments: [
            // A list and a text longer than the bytes, kind 13, field 0, and a number of 65 bits.
            [0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00], [0x18, 0x09, 0x00, 0x00],
            [0x1D, 0x00], [0x05, 0x00, 0x02, 0x00],
            [0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0x00],
        ] as [[UInt8]]
    )
    func nonsenseIsDamage(bytes: [UInt8]) {
        guard case .failure(let error as ParquetError) = skip(bytes) else {
            Issue.record("it was taken")
            return
        }
        #expect(error.code == .damaged)
        #expect((error.context.offset ?? 0) >= 100)
    }

    @Test func deepNestingEnds() {
        let bytes = [UInt8](repeating: 0x1C, count: 100_000)
        guard case .failure(let error as ParquetError) = skip(bytes) else {
            Issue.record("it was taken")
            return
        }
        #expect(error.message.contains("nested"))
    }
}
