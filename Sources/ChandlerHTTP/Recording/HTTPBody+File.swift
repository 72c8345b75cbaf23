import Glibc

extension HTTPBody {
    /// Reads a whole file.
    ///
    /// - Throws: ``HTTPError`` with code `recording`, naming the file and what the system says.
    init(contentsOf path: String) throws(HTTPError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RecordingFile.failure("read", path, errno) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw RecordingFile.failure("read", path, errno)
        }
        let buffer = PaddedBuffer(capacity: Int(facts.st_size))
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw RecordingFile.failure("read", path, errno) }
            guard count > 0 else { break }
            buffer.append(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
        self.init(adopting: buffer)
    }

    /// Whether both hold the same bytes.
    func isEqual(_ other: HTTPBody) -> Bool {
        withPaddedBytes { bytes in
            other.withPaddedBytes { others in
                guard bytes.count == others.count, let left = bytes.baseAddress,
                    let right = others.baseAddress
                else { return bytes.count == others.count }
                return memcmp(left, right, bytes.count) == 0
            }
        }
    }

    /// The FNV-1a hash of the bytes, by which damage is noticed.
    ///
    /// **Source:** G. Fowler, L. Noll, P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash
    /// Algorithm".
    var fingerprint: UInt64 {
        withPaddedBytes { bytes in
            bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
    }
}
