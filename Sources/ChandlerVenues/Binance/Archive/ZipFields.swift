/// The little-endian numbers of a ZIP, read with bounds.
struct ZipFields {
    let bytes: UnsafeRawBufferPointer

    /// The number of two bytes at a place.
    func short(_ offset: Int) throws(ZipFault) -> Int {
        try check(offset, 2)
        return Int(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        )
    }

    /// The number of four bytes at a place.
    func long(_ offset: Int) throws(ZipFault) -> Int {
        try check(offset, 4)
        return Int(
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        )
    }

    /// Bytes at a place.
    func slice(_ offset: Int, _ count: Int) throws(ZipFault) -> UnsafeRawBufferPointer {
        try check(offset, count)
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    private func check(_ offset: Int, _ count: Int) throws(ZipFault) {
        guard offset >= 0, count >= 0, count <= bytes.count, offset <= bytes.count - count else {
            throw .truncated("\(count) bytes at \(offset) were expected, it has \(bytes.count)")
        }
    }
}
