import Glibc

/// Which rows of a chunk have a value, and the step that leaves only those.
struct Validity {
    let nullable: Bool
    /// `nil` where every row has a value.
    let flags: UnsafeBufferPointer<Bool>?
    private(set) var nullCount = 0

    init(nullable: Bool, flags: UnsafeBufferPointer<Bool>?) {
        self.nullable = nullable
        self.flags = flags
    }

    /// Appends the levels of a page of a nullable column and hands out the values that are there.
    mutating func appendLevels<Value: BitwiseCopyable>(
        of rows: Range<Int>,
        in values: UnsafeBufferPointer<Value>,
        to body: inout ByteBuffer,
        _ appendPresent: (UnsafeBufferPointer<Value>, inout ByteBuffer) -> Void
    ) {
        let page = UnsafeBufferPointer(rebasing: values[rows])
        guard nullable else { return appendPresent(page, &body) }
        guard let flags else {
            DefinitionLevels.appendUniform(1, count: rows.count, to: &body)
            return appendPresent(page, &body)
        }
        let present = UnsafeBufferPointer(rebasing: flags[rows])
        // Fewer than a group of eight levels are bit-packed and not a run.
        if present.count >= 8, !contains(false: present) {
            DefinitionLevels.appendUniform(1, count: rows.count, to: &body)
            return appendPresent(page, &body)
        }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: page.count) { levels in
            for index in 0..<page.count { levels[index] = present[index] ? 1 : 0 }
            DefinitionLevels.append(UnsafeBufferPointer(levels), to: &body)
        }
        withUnsafeTemporaryAllocation(of: Value.self, capacity: page.count) { kept in
            var count = 0
            for index in 0..<page.count {
                kept[count] = page[index]
                count += present[index] ? 1 : 0
            }
            nullCount += page.count - count
            appendPresent(UnsafeBufferPointer(rebasing: kept[..<count]), &body)
        }
    }

    private func contains(false flags: UnsafeBufferPointer<Bool>) -> Bool {
        guard let base = flags.baseAddress else { return false }
        return memchr(base, 0, flags.count) != nil
    }
}
