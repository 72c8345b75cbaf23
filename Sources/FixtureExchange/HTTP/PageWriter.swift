import NIOCore

/// Writes the bytes of a page into memory whose size was reckoned before.
struct PageWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    private init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    /// A buffer of what `body` writes, at most `capacity` bytes.
    static func buffer(capacity: Int, _ body: (inout PageWriter) -> Void) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: capacity)
        _ = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { memory in
            var writer = PageWriter(memory)
            body(&writer)
            return writer.count
        }
        return buffer
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        precondition(count < memory.count, "Invariant: a page was reckoned too small")
        memory[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ text: UnsafeRawBufferPointer) {
        precondition(count + text.count <= memory.count, "Invariant: a page was too small")
        guard let source = text.baseAddress, let target = memory.baseAddress else { return }
        (target + count).copyMemory(from: source, byteCount: text.count)
        count += text.count
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a whole number; negative ones do not occur in pages.
    mutating func append(_ number: Int64) {
        var value = UInt64(max(0, number))
        var length = 1
        var rest = value / 10
        while rest > 0 {
            length += 1
            rest /= 10
        }
        precondition(count + length <= memory.count, "Invariant: a page was too small")
        var position = count + length
        repeat {
            position -= 1
            memory[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
            value /= 10
        } while value > 0
        count += length
    }

    /// Takes back the last byte.
    mutating func removeLast() {
        count -= 1
    }
}
