import ChandlerParquet
import Testing

@Suite struct GzipTests {
    private static let text = Array("one two three one two three one two three\n".utf8)

    private func gzip(_ pieces: [[UInt8]], level: Int = 6) throws -> [UInt8] {
        let encoder = try GzipEncoder(level: level)
        var output: [UInt8] = []
        for piece in pieces { try encoder.compress(piece, into: &output) }
        try encoder.finish(into: &output)
        return output
    }

    private func failure(_ bytes: [UInt8], limit: Int = 1 << 20) -> ParquetError.Code? {
        do throws(ParquetError) {
            _ = try Gzip.decompress(bytes, limit: limit)
            return nil
        } catch {
            return error.code
        }
    }

    private func noise(_ count: Int) -> [UInt8] {
        var random = SeededRandom(seed: 5)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() & 0x1F) }
    }

    // MARK: - Encoder

    @Test(arguments: 0...9) func everyLevelReadsBack(level: Int) throws {
        let input = noise(300_000)
        let packed = try gzip([input], level: level)
        #expect(try Gzip.decompress(packed, limit: input.count) == input)
    }

    @Test func headerHasNoTimeAndNoSystem() throws {
        let packed = try gzip([Self.text])
        #expect(Array(packed.prefix(10)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    }

    @Test func piecesDoNotChangeTheBytes() throws {
        let input = noise(200_000)
        let pieces = stride(from: 0, to: input.count, by: 777).map {
            Array(input[$0..<min($0 + 777, input.count)])
        }
        #expect(try gzip(pieces) == gzip([input]))
    }

    @Test func secondMemberEqualsTheFirst() throws {
        let encoder = try GzipEncoder(level: 1)
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        try encoder.compress(Self.text, into: &first)
        try encoder.finish(into: &first)
        try encoder.compress(Self.text, into: &second)
        try encoder.finish(into: &second)
        #expect(first == second)
        #expect(try Gzip.decompress(first + second, limit: 1000) == Self.text + Self.text)
    }

    @Test func outputIsAppended() throws {
        var output: [UInt8] = [1, 2, 3]
        let encoder = try GzipEncoder(level: 6)
        try Self.text.withUnsafeBytes { try encoder.compress($0, into: &output) }
        try encoder.finish(into: &output)
        #expect(Array(output.prefix(3)) == [1, 2, 3])
        #expect(try Gzip.decompress(Array(output.dropFirst(3)), limit: 1000) == Self.text)
    }

    @Test func nothingIsAValidMember() throws {
        #expect(try Gzip.decompress(gzip([]), limit: 0) == [])
    }

    @Test(arguments: [-1, 10]) func levelOutsideItsRangeIsRefused(level: Int) {
        let error = #expect(throws: ParquetError.self) { try GzipEncoder(level: level) }
        #expect(error?.code == .invalidOption)
    }

    // MARK: - Decoder

    /// `printf 'hello\n' | gzip -n`, GNU gzip 1.12.
    @Test func fileOfTheGzipToolIsRead() throws {
        let file: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9,
            0xC9, 0xE7, 0x02, 0x00, 0x20, 0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00,
        ]
        #expect(try Gzip.decompress(file, limit: 6) == Array("hello\n".utf8))
        #expect(try Gzip.decompress(file + [0, 0, 0], limit: 6) == Array("hello\n".utf8))
    }

    @Test func everyTruncationIsNoticed() throws {
        let packed = try gzip([Self.text])
        for length in 0..<packed.count {
            #expect(failure(Array(packed.prefix(length))) == .invalidGzip, "length \(length)")
        }
    }

    @Test func wrongChecksumAndLengthAreNoticed() throws {
        for place in 1...8 {
            var packed = try gzip([Self.text])
            packed[packed.count - place] ^= 0x10
            #expect(failure(packed) == .invalidGzip)
        }
    }

    @Test func bytesBehindTheLastMemberAreNoticed() throws {
        #expect(failure(try gzip([Self.text]) + [1]) == .invalidGzip)
        #expect(failure(Array("no gzip at all".utf8)) == .invalidGzip)
    }

    @Test func limitIsExact() throws {
        let packed = try gzip([Self.text])
        #expect(failure(packed, limit: Self.text.count) == nil)
        #expect(failure(packed, limit: Self.text.count - 1) == .gzipLimitExceeded)
        #expect(failure(try gzip([.init(repeating: 0, count: 10_000_000)])) == .gzipLimitExceeded)
    }
}
