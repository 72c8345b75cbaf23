/// A growing buffer of bytes that a value is written into without anything in between.
///
/// The copy writer's own buffer, lent to whoever writes a field's bytes; also usable alone. Nothing
/// is allocated but the buffer, which doubles when it is full and never shrinks.
public struct RawWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int

    /// How many bytes were written.
    @inlinable public var count: Int { used }

    @usableFromInline var used = 0

    /// Makes an empty buffer.
    public init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        base.deallocate()
    }

    /// Lends out what was written.
    @inlinable
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: used))
    }

    /// Forgets what was written and keeps the memory.
    @inlinable
    public mutating func removeAll() {
        used = 0
    }

    // MARK: - Room

    /// Makes sure that `size` more bytes fit.
    @inlinable
    mutating func reserve(_ size: Int) {
        if capacity &- used < size { grow(by: size) }
    }

    @inline(never)
    @usableFromInline
    mutating func grow(by size: Int) {
        capacity = max(capacity * 2, used + size)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: used)
        base.deallocate()
        base = larger
    }

    /// Lets `body` write up to `limit` bytes in place.
    ///
    /// - Parameters:
    ///   - limit: How much room `body` is given.
    ///   - body: Writes from the pointer on and returns how many bytes it wrote, at most `limit`.
    @inlinable
    public mutating func append(
        upTo limit: Int,
        _ body: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        reserve(limit)
        let written = body((base + used).assumingMemoryBound(to: UInt8.self))
        precondition(written >= 0 && written <= limit, "Invariant: a writer stays in its room")
        used &+= written
    }

    // MARK: - Bytes and text

    /// Appends one byte.
    @inlinable
    public mutating func append(byte: UInt8) {
        reserve(1)
        (base + used).storeBytes(of: byte, as: UInt8.self)
        used &+= 1
    }

    /// Appends bytes as they are.
    @inlinable
    public mutating func append(bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + used).copyMemory(from: source, byteCount: bytes.count)
        used &+= bytes.count
    }

    /// Appends UTF-8 text; an array lends itself as `array.span`.
    @inlinable
    public mutating func append(utf8 text: Span<UInt8>) {
        text.withUnsafeBytes { append(bytes: $0) }
    }

    /// Appends text that stands in the program.
    @inlinable
    public mutating func append(utf8 text: StaticString) {
        text.withUTF8Buffer { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Appends text; a native string is copied from where it lies.
    @inlinable
    public mutating func append(utf8 text: String) {
        var text = text
        text.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    // MARK: - Wire integers

    /// Appends an integer in network byte order.
    @inlinable
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(bigEndian value: Value) {
        reserve(MemoryLayout<Value>.size)
        (base + used).storeBytes(of: value.bigEndian, as: Value.self)
        used &+= MemoryLayout<Value>.size
    }

    /// Appends a length and an integer of that length.
    @inlinable
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(field value: Value) {
        let size = MemoryLayout<Value>.size
        reserve(4 &+ size)
        (base + used).storeBytes(of: Int32(truncatingIfNeeded: size).bigEndian, as: Int32.self)
        (base + used + 4).storeBytes(of: value.bigEndian, as: Value.self)
        used &+= 4 &+ size
    }

    /// Leaves room for a length that is not known yet and returns its place.
    @inlinable
    mutating func beginField() -> Int {
        let place = used
        append(bigEndian: Int32(0))
        return place
    }

    /// Fills in the length of everything since ``beginField()``.
    @inlinable
    mutating func endField(at place: Int) {
        let size = used &- place &- 4
        precondition(size <= Int(Int32.max), "Invariant: a field is smaller than 2 GB")
        (base + place).storeBytes(of: Int32(truncatingIfNeeded: size).bigEndian, as: Int32.self)
    }

    /// Drops everything from a place on.
    @inlinable
    mutating func truncate(to place: Int) {
        used = place
    }
}
