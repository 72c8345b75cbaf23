import CZstd
import Testing

@testable import ChandlerParquet

@Suite struct ZstdPageCompressorTests {
    private func compressed(_ bytes: [UInt8], cuts: [Int]) throws -> [UInt8] {
        let compressor = try ZstdPageCompressor(level: 3)
        var output = ByteBuffer()
        let input = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { input.deallocate() }
        input.copyBytes(from: bytes)
        // Twice, since a compressor goes from page to page.
        for _ in 0..<2 {
            output.removeAll()
            try compressor.compress(UnsafeRawBufferPointer(input), cuts: cuts, into: &output)
        }
        return Array(output.bytes)
    }

    private func plain(_ bytes: [UInt8], size: Int) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: size + 1)
        let count = ZSTD_decompress(&output, output.count, bytes, bytes.count)
        return ZSTD_isError(count) == 0 ? Array(output[..<count]) : nil
    }

    /// Wherever the cuts are, beyond the ends too, one frame with the size in its header comes out.
    @Test(arguments: [[], [0], [1], [100_000], [0, 0, 7, 50_000, 50_000, 99_999, 200_000]])
    func cutsChangeTheBlocksAndNothingElse(cuts: [Int]) throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let frame = try compressed(bytes, cuts: cuts)
        #expect(plain(frame, size: bytes.count) == bytes)
        #expect(ZSTD_getFrameContentSize(frame, frame.count) == UInt64(bytes.count))
        #expect(ZSTD_findFrameCompressedSize(frame, frame.count) == frame.count)
    }

    @Test func anEmptyPageIsAFrameToo() throws {
        let frame = try compressed([], cuts: [0])
        #expect(plain(frame, size: 0) == [])
    }

    @Test func blocksOfOneKindTakeLess() throws {
        // Half of it takes four values, half all of them.
        var state: UInt32 = 1
        let bytes = (0..<60_000).map { index -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24) & (index < 30_000 ? 3 : 255)
        }
        let cut = try compressed(bytes, cuts: [30_000])
        #expect(try cut.count < compressed(bytes, cuts: []).count)
    }
}
