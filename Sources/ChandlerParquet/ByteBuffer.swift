/// A growing run of raw bytes that hot loops write into without bounds checks.
///
/// It is kept between pages, so that after the first page nothing is allocated any more.
struct ByteBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    /// Positions, ascending, at which the content becomes of another kind.
    private(set) var cuts: [Int] = []
    private var capacity: Int

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    mutating func removeAll() {
        count = 0
        cuts.removeAll(keepingCapacity: true)
    }

    /// Notes that what follows is of another kind, `offset` bytes from the end.
    mutating func cut(at offset: Int) {
        cuts.append(count + offset)
    }

    mutating func reserve(_ additional: Int) {
        guard capacity - count < additional else { return }
        let grown = max(capacity * 2, count + additional)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func append(littleEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    /// Makes room, hands out the end, and counts the bytes that were written there.
    mutating func append<Failure>(
        upTo limit: Int,
        _ write: (UnsafeMutableRawPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(limit)
        let written = try write(base + count)
        precondition(written <= limit, "Invariant: a write stays within its reserved bytes")
        count += written
    }

    mutating func overwrite(littleEndian value: UInt32, at offset: Int) {
        precondition(offset + 4 <= count, "Invariant: only written bytes are overwritten")
        base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
}
