import Glibc

/// The bytes of a response, in memory that a padded parser may read beyond the end.
///
/// Copies share the memory, which nobody writes after the response was handed out.
public struct HTTPBody: Sendable {
    /// How many zero bytes may be read after the last one; simdjson asks for 64.
    public static let padding = 64

    private let buffer: PaddedBuffer

    /// Takes over a filled buffer, which must not be written any more.
    init(adopting buffer: PaddedBuffer) {
        buffer.clearPadding()
        self.buffer = buffer
    }

    /// Makes a body from bytes, for tests and for bodies that come from a file.
    public init(_ bytes: some Sequence<UInt8>) {
        let source = Array(bytes)
        let buffer = PaddedBuffer(capacity: source.count)
        source.withUnsafeBytes(buffer.append)
        self.init(adopting: buffer)
    }

    /// Makes a body from text, in UTF-8.
    public init(text: String) {
        self.init(text.utf8)
    }

    /// The number of bytes, without the padding.
    public var count: Int { buffer.count }

    /// Whether nothing was sent.
    public var isEmpty: Bool { buffer.count == 0 }

    /// A copy of the bytes; prefer ``withPaddedBytes(_:)`` for a large body.
    public var bytes: [UInt8] { withPaddedBytes { Array($0) } }

    /// The bytes as UTF-8, with unreadable ones replaced.
    public var text: String { withPaddedBytes { String(decoding: $0, as: UTF8.self) } }

    /// Gives the bytes to `body` without a copy.
    ///
    /// The buffer counts the body only; ``padding`` further bytes, all zero, may be read after it.
    /// The pointer is valid during the call.
    public func withPaddedBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.bytes)
    }

    /// The first characters in quotes for a message, on one line.
    public func excerpt(limit: Int = 80) -> String {
        let head = withPaddedBytes { bytes in
            String(decoding: bytes.prefix(limit * 4), as: UTF8.self)
        }
        return quoted(head, limit: limit)
    }
}

/// Growing memory with ``HTTPBody/padding`` spare bytes behind its content.
///
/// Unchecked because it is filled by the transfer thread alone and handed over, read-only from
/// then on, when the transfer has ended.
final class PaddedBuffer: @unchecked Sendable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    /// Allocates room for `capacity` bytes and the padding.
    init(capacity: Int) {
        self.capacity = max(capacity, 0)
        memory = Self.allocated(malloc(self.capacity + HTTPBody.padding))
    }

    deinit {
        free(memory)
    }

    /// The content, without the padding.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory, count: count)
    }

    /// Appends bytes; the room doubles when it is used up.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        if count + bytes.count > capacity { grow(to: count + bytes.count) }
        memcpy(memory + count, source, bytes.count)
        count += bytes.count
    }

    /// Writes zeros behind the content.
    func clearPadding() {
        memset(memory + count, 0, HTTPBody.padding)
    }

    private func grow(to needed: Int) {
        capacity = max(needed, capacity * 2, 16_384)
        memory = Self.allocated(realloc(memory, capacity + HTTPBody.padding))
    }

    private static func allocated(_ memory: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
        guard let memory else { preconditionFailure("Invariant: memory for a body is available") }
        return memory
    }
}

/// A text from outside for a message: in quotes, cut, and without control characters.
func quoted(_ text: String, limit: Int = 80) -> String {
    let head = text.unicodeScalars.prefix(limit).map { scalar in
        scalar.value < 32 || scalar.value == 127 ? " " : Character(scalar)
    }
    let isCut = text.unicodeScalars.count > limit
    return "\"" + String(head) + (isCut ? "…" : "") + "\""
}
