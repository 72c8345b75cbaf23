/// Numbers distinct texts in the order of their first appearance.
///
/// Texts are compared by their UTF-8 bytes, not by Swift's `==`, for which "é" and "e" with a
/// combining accent are the same: the file must give back exactly what came in.
struct StringDictionary: ~Copyable {
    /// The texts as a dictionary page holds them: length in four bytes, then UTF-8.
    private(set) var page = ByteBuffer()
    private(set) var count = 0
    private var offsets: [Int] = []
    private var slots = [UInt32](repeating: 0, count: 64)
    private var previous: UInt32 = 0

    /// Bits of an index; 1 even for a single text, since not every reader takes width 0.
    var indexWidth: Int { max(1, BitPacking.width(of: UInt64(max(count - 1, 0)))) }

    /// The number of a text, which is added if it is new.
    mutating func index(of text: UnsafeRawBufferPointer) -> UInt32 {
        if count > 0, matches(previous, text) { return previous }
        previous = lookUp(text)
        return previous
    }

    /// Calls `body` with each text, in the order of the numbers.
    func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
        for index in 0..<count { body(text(at: UInt32(index))) }
    }

    private mutating func lookUp(_ text: UnsafeRawBufferPointer) -> UInt32 {
        if count * 2 >= slots.count { grow() }
        var slot = firstSlot(of: text)
        while slots[slot] != 0 {
            let candidate = slots[slot] - 1
            if matches(candidate, text) { return candidate }
            slot = (slot + 1) & (slots.count - 1)
        }
        let added = UInt32(count)
        slots[slot] = added + 1
        offsets.append(page.count)
        PlainEncoding.append(text, to: &page)
        count += 1
        return added
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for index in 0..<UInt32(count) {
            var slot = firstSlot(of: text(at: index))
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = index + 1
        }
    }

    /// Seeded differently in every process, which changes places in the table, never numbers.
    private func firstSlot(of text: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: text)
        return hasher.finalize() & (slots.count - 1)
    }

    private func text(at index: UInt32) -> UnsafeRawBufferPointer {
        let start = offsets[Int(index)] + 4
        let end = Int(index) + 1 < count ? offsets[Int(index) + 1] : page.count
        return UnsafeRawBufferPointer(rebasing: page.bytes[start..<end])
    }

    private func matches(_ index: UInt32, _ text: UnsafeRawBufferPointer) -> Bool {
        compareBytes(self.text(at: index), text) == 0
    }
}
