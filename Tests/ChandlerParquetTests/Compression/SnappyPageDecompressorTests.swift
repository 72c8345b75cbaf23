import Testing

@testable import ChandlerParquet

/// Blocks of Snappy are unpacked exactly or refused, and never beyond their bytes.
@Suite struct SnappyPageDecompressorTests {
    private func unpack(_ block: [UInt8], size: Int) -> [UInt8]? {
        var output = ByteBuffer(capacity: 1)
        // What stands before is left alone.
        output.append(0xAA)
        let isUnpacked = block.withUnsafeBytes { bytes in
            do throws(PageFault) {
                try SnappyPageDecompressor().decompress(bytes, size: size, into: &output)
                return true
            } catch {
                return false
            }
        }
        #expect(output.bytes[0] == 0xAA)
        return isUnpacked ? Array(output.bytes.dropFirst()) : nil
    }

    private func length(_ count: Int) -> [UInt8] {
        var (rest, bytes) = (count, [UInt8]())
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    @Test func everyElementIsUnpacked() {
        let abc = Array("abc".utf8)
        #expect(unpack([0], size: 0) == [])
        #expect(unpack([3, 2 << 2] + abc, size: 3) == abc)
        // Copies of one, two and four bytes of offset; the first overlaps itself.
        #expect(
            unpack([10, 2 << 2] + abc + [3 << 2 | 1, 3], size: 10) == Array("abcabcabca".utf8)
        )
        #expect(unpack([5, 2 << 2] + abc + [1 << 2 | 2, 3, 0], size: 5) == Array("abcab".utf8))
        #expect(
            unpack([4, 2 << 2] + abc + [0 << 2 | 3, 1, 0, 0, 0], size: 4) == Array("abcc".utf8)
        )
        for (width, count) in [(1, 61), (2, 300), (3, 70_000), (4, 70_000)] {
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let size = (0..<width).map { UInt8(truncatingIfNeeded: (count - 1) >> (8 * $0)) }
            let block = length(count) + [UInt8(59 + width) << 2] + size + text
            #expect(unpack(block, size: count) == text)
        }
    }

    static let damaged: [([UInt8], Int)] = [
        ([], 0), ([], 1), ([0x80], 1), ([1], 1), ([2, 0, 0x61], 1), ([1, 0], 1),
        // A literal that is longer than the page or the block.
        ([1, 1 << 2, 0x61, 0x62], 1), ([2, 1 << 2, 0x61], 2),
        ([2, 63 << 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x61], 2),
        // A copy before the beginning, from nowhere, and beyond the end.
        ([8, 0, 0x61, 1, 2], 8), ([8, 0, 0x61, 1, 0], 8), ([4, 1, 1], 4),
        ([4, 0, 0x61, 1, 1], 4), ([9, 0, 0x61, 2, 1], 9),
        ([9, 0, 0x61, 3, 0xFF, 0xFF, 0xFF, 0xFF], 9),
        // Bytes behind the end.
        ([1, 0, 0x61, 0, 0x62], 1),
    ]

    @Test(arguments: damaged)
    func damageIsNoticed(_ block: [UInt8], _ size: Int) {
        #expect(unpack(block, size: size) == nil)
    }

    /// Random elements with the content that they mean, and the same with damage.
    @Test func randomBlocksAreWhatTheirElementsSay() {
        for seed in 0..<UInt64(400) {
            var random = SeededRandom(seed: seed)
            var (elements, text) = ([UInt8](), [UInt8]())
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let offset = text.isEmpty ? 0 : Int.random(in: 1...text.count, using: &random)
                let kind = text.isEmpty ? 0 : Int.random(in: 0...3, using: &random)
                let count: Int
                switch kind {
                case 1 where offset < 2_048:
                    count = Int.random(in: 4...11, using: &random)
                    elements.append(UInt8((count - 4) << 2 | 1 | (offset >> 8) << 5))
                    elements.append(UInt8(offset & 0xFF))
                case 2, 1:
                    count = Int.random(in: 1...64, using: &random)
                    elements.append(UInt8((count - 1) << 2 | 2))
                    elements += [UInt8(offset & 0xFF), UInt8(offset >> 8)]
                case 3:
                    count = Int.random(in: 1...64, using: &random)
                    elements.append(UInt8((count - 1) << 2 | 3))
                    elements += [UInt8(offset & 0xFF), UInt8(offset >> 8), 0, 0]
                default:
                    count = Int.random(in: 1...60, using: &random)
                    elements.append(UInt8((count - 1) << 2))
                    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                    elements += bytes
                    text += bytes
                    continue
                }
                for _ in 0..<count { text.append(text[text.count - offset]) }
            }
            let block = length(text.count) + elements
            #expect(unpack(block, size: text.count) == text, "seed \(seed)")
            for cut in stride(from: 0, to: block.count, by: 7) {
                #expect(unpack(Array(block[..<cut]), size: text.count) == nil, "seed \(seed)")
            }
            for _ in 0..<30 {
                var changed = block
                let place = Int.random(in: 0..<block.count, using: &random)
                changed[place] ^= UInt8.random(in: 1...255, using: &random)
                let found = unpack(changed, size: text.count)
                #expect(found == nil || found?.count == text.count, "seed \(seed)")
            }
        }
    }
}
