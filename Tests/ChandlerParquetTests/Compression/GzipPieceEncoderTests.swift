import ChandlerParquet
import Testing

@Suite struct GzipPieceEncoderTests {
    private func piece(
        _ content: [UInt8],
        _ encoder: GzipPieceEncoder
    ) throws -> (bytes: [UInt8], checksum: GzipChecksum) {
        var bytes: [UInt8] = []
        for part in [content.prefix(content.count / 3), content.dropFirst(content.count / 3)] {
            try part.withUnsafeBytes { part in try encoder.compress(part, into: &bytes) }
        }
        let checksum = try encoder.finish(into: &bytes)
        return (bytes, checksum)
    }

    private func contents(seed: UInt64) -> [[UInt8]] {
        var generator = SeededRandom(seed: seed)
        return [0, 1, 100_000, 7, 300_000].map { count in
            (0..<count).map { _ in UInt8.random(in: 48...(seed == 1 ? 57 : 255), using: &generator)
            }
        }
    }

    @Test(arguments: [UInt64(1), 2], [0, 1, 6])
    func piecesAreOneMemberWithTheContentOfAll(seed: UInt64, level: Int) throws {
        let contents = contents(seed: seed)
        let encoder = try GzipPieceEncoder(level: level)
        var file = GzipMember.header
        var checksum = GzipChecksum()
        var whole = GzipChecksum()
        for content in contents {
            let piece = try piece(content, encoder)
            file += piece.bytes
            checksum.add(piece.checksum)
            content.withUnsafeBytes { whole.add($0) }
        }
        file += GzipMember.trailer(checksum)
        #expect(checksum == whole)
        #expect(try Gzip.decompress(file, limit: 1 << 20) == Array(contents.joined()))
    }

    @Test func aPieceDependsOnItsContentOnly() throws {
        let contents = contents(seed: 1)
        let used = try GzipPieceEncoder(level: 1)
        for content in contents {
            let fresh = try GzipPieceEncoder(level: 1)
            #expect(try piece(content, used) == piece(content, fresh))
        }
    }

    @Test func noPiecesAreAnEmptyMember() throws {
        let file = GzipMember.header + GzipMember.trailer(GzipChecksum())
        #expect(try Gzip.decompress(file, limit: 10).isEmpty)
    }

    @Test func aLevelThatDoesNotExistIsRefused() {
        let error = #expect(throws: ParquetError.self) { try GzipPieceEncoder(level: 10) }
        #expect(error?.code == .invalidOption)
    }
}
