import Glibc

/// A file read from front to back, unpacked where it is gzip.
final class ImportFile {
    let path: String
    /// Its size in bytes, packed.
    let size: Int
    /// Bytes read so far, packed.
    private(set) var bytesRead = 0
    private let descriptor: Int32
    private var gunzip: GunzipStream?
    private var hasBegun = false

    /// Opens a file.
    ///
    /// - Parameter path: The file's path.
    /// - Throws: ``WarehouseError``: `usage` for what is not there or a folder, `permissionDenied`,
    ///   `badData` for an empty file.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault(path, errno) }
        var facts = stat()
        let status = fstat(descriptor, &facts)
        size = Int(facts.st_size)
        // The descriptor is this object's from here on; deinit closes it.
        guard status == 0 else { throw Self.fault(path, errno) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw Self.fault(path, EISDIR) }
        if facts.st_mode & S_IFMT == S_IFREG, size == 0 {
            throw WarehouseError(.badData, "read \(path.inQuotes): the file is empty")
        }
    }

    deinit { close(descriptor) }

    private static func fault(_ path: String, _ code: Int32) -> WarehouseError {
        let words = String(cString: strerror(code))
        return WarehouseError(
            code == EACCES || code == EPERM ? .permissionDenied : .usage,
            "open \(path.inQuotes): \(words) (errno \(code)); nothing was done"
        )
    }

    /// Reads on.
    ///
    /// - Parameter room: Where to.
    /// - Returns: How many bytes; 0 at the end.
    /// - Throws: ``WarehouseError`` with code `badData`.
    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        guard hasBegun else { return try begin(room) }
        guard let gunzip else { return try readPlain(room) }
        return try gunzip.read(into: room) { try readPlain($0) }
    }

    /// The first bytes say whether it is gzip.
    private func begin(_ room: UnsafeMutableRawBufferPointer) throws -> Int {
        hasBegun = true
        var count = 0
        while count < 2 {
            let more = try readPlain(UnsafeMutableRawBufferPointer(rebasing: room[count...]))
            if more == 0 { break }
            count += more
        }
        guard count >= 2, room[0] == 0x1F, room[1] == 0x8B else { return count }
        let gunzip = try GunzipStream(path)
        self.gunzip = gunzip
        gunzip.prepend(UnsafeRawBufferPointer(rebasing: room[..<count]))
        return try read(into: room)
    }

    private func readPlain(_ room: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, room.baseAddress, room.count)
            if count >= 0 {
                bytesRead += count
                return count
            }
            if errno != EINTR { throw Self.fault(path, errno) }
        }
    }
}
