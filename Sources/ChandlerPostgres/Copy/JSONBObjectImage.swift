/// Writes objects of numbers in the form in which a `jsonb` lies in a table.
///
/// What all objects of the same keys share is prepared once: the header, the entries and texts of
/// the keys. An object is then one copy of that and its numbers, and the server has nothing to parse.
///
/// **Shape:** header; an entry a key and then an entry a value, with its length, or for every 32nd
/// entry its end; the keys' text; the values, each a `numeric` that begins at a multiple of four.
/// The machine's own byte order.
///
/// **Source:** PostgreSQL, `jsonb.h` and `convertJsonbObject` in `jsonb_util.c`; unchanged since 9.4.
public struct JSONBObjectImage: Sendable {
    /// The number of keys.
    public let count: Int
    /// More bytes than ``write(heads:groups:stride:to:)`` ever touches.
    public let maximumLength: Int

    @usableFromInline let template: [UInt8]
    /// The length of all keys' text.
    @usableFromInline let keyLength: Int

    @usableFromInline static let isObject: UInt32 = 0x2000_0000
    @usableFromInline static let isNumeric: UInt32 = 0x1000_0000
    @usableFromInline static let isEnd: UInt32 = 0x8000_0000
    @usableFromInline static let stride = 32

    /// Prepares objects.
    ///
    /// - Parameter keys: Distinct, in the order in which `jsonb` keeps them: by length, then bytes.
    public init(keys: [String]) {
        count = keys.count
        var bytes: [UInt8] = []
        func append(_ word: UInt32) { withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) } }
        append(UInt32(keys.count) | Self.isObject)
        var end = 0
        for (index, key) in keys.enumerated() {
            end += key.utf8.count
            append(
                index % Self.stride == 0
                    ? UInt32(end) | Self.isEnd : UInt32(key.utf8.count)
            )
        }
        for _ in keys { append(0) }
        for key in keys { bytes.append(contentsOf: key.utf8) }
        keyLength = end
        while bytes.count % 4 != 0 { bytes.append(0) }
        template = bytes
        maximumLength = bytes.count + keys.count * (NumericImage.maximumLength + 4) + 16
    }

    /// Writes one object.
    ///
    /// - Parameters:
    ///   - heads: The first key's ``NumericImage/head``; the next key's is `stride` on.
    ///   - groups: Its ``NumericImage/groups``, likewise.
    ///   - stride: From one key's value to the next one's.
    ///   - target: At least ``maximumLength`` writable bytes; all of them may be overwritten.
    /// - Returns: The object's length.
    @inlinable
    public func write(
        heads: UnsafePointer<UInt64>,
        groups: UnsafePointer<UInt64>,
        stride: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let target = UnsafeMutableRawPointer(target)
        template.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress {
                target.copyMemory(from: base, byteCount: bytes.count)
            }
        }
        guard count > 0 else { return 4 }
        let data = 4 &+ 8 &* count
        let entries = target + (4 &+ 4 &* count)
        var end = data &+ keyLength
        for index in 0..<count {
            let begin = end
            let place = (begin &+ 3) & ~3
            // Padding belongs to the value that follows it, and is zero.
            target.storeBytes(of: 0, toByteOffset: begin, as: UInt16.self)
            let image = NumericImage(
                head: heads[index &* stride],
                groups: groups[index &* stride]
            )
            let words = target + place
            words.storeBytes(of: image.head, as: UInt64.self)
            words.storeBytes(of: image.groups, toByteOffset: image.groupsOffset, as: UInt64.self)
            end = place &+ image.length
            let isMarked = (count &+ index) % Self.stride == 0
            let size = isMarked ? end &- data : end &- begin
            let entry =
                UInt32(truncatingIfNeeded: size) | Self.isNumeric | (isMarked ? Self.isEnd : 0)
            entries.storeBytes(of: entry, toByteOffset: 4 &* index, as: UInt32.self)
        }
        return end
    }
}
