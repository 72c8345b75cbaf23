import ChandlerParquet
import Testing

/// Files of the first five types keep their bytes from version to version.
///
/// Datasets are compared by their digests. Uncompressed, so that other versions of the codecs change
/// nothing.
@Suite struct SameBytesTests {
    @Test(
        arguments: [
            ("metadata", 1212, 0xD187DF04),
            ("random-seed-2", 22825, 0x42409BBF),
            ("random-seed-5", 52892, 0xC715361F),
            ("random-seed-8", 8899, 0xBEE1C5E5),
        ] as [(String, Int, UInt32)]
    )
    func filesAreWhatTheyWereBefore(name: String, size: Int, crc: UInt32) throws {
        let file = try #require(ReaderCase.all.first { $0.name == name })
        let bytes = try file.bytes()
        var checksum = GzipChecksum()
        bytes.withUnsafeBytes { checksum.add($0) }
        #expect(bytes.count == size)
        #expect(checksum.crc == crc)
    }
}
