import ChandlerParquet
import Glibc

/// A file that exists whole or not at all.
///
/// It is written beside its final name, under one that readers of the folder pass by; ``publish()``
/// brings it to the disk and then gives it its name. Without that it is removed.
final class DurableFile: ByteSink {
    private let path: String
    private let folder: String
    private let draft: String
    private var descriptor: Int32

    /// Begins a file; one that an earlier attempt left is begun anew.
    init(_ path: String) throws(WarehouseError) {
        self.path = path
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        folder = String(path[..<slash])
        draft = "\(folder)/.\(path[slash...].dropFirst()).part"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw DurableFile.fault("create", draft) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let written = Glibc.write(descriptor, part.baseAddress, part.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw DurableFile.fault("write", draft)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Brings the bytes to the disk and gives the file its name.
    func publish() throws(WarehouseError) {
        if fsync(descriptor) != 0 { throw DurableFile.fault("sync", draft) }
        if rename(draft, path) != 0 { throw DurableFile.fault("rename", draft) }
        close(descriptor)
        descriptor = -1
        try DurableFile.syncFolder(folder)
    }

    /// Makes a folder with its parents, each known to the disk.
    static func makeFolder(_ path: String) throws(WarehouseError) {
        if access(path, F_OK) == 0 { return }
        let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        if !parent.isEmpty { try makeFolder(String(parent)) }
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw fault("create the folder", path) }
        if !parent.isEmpty { try syncFolder(String(parent)) }
    }

    /// Brings a folder's list of names to the disk.
    static func syncFolder(_ path: String) throws(WarehouseError) {
        let folder = open(path.isEmpty ? "/" : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 { throw fault("open the folder", path) }
        defer { close(folder) }
        if fsync(folder) != 0 { throw fault("sync the folder", path) }
    }

    /// The whole of a small file, or `nil` where there is none.
    static func contents(of path: String) throws(WarehouseError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw fault("open", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        try read(descriptor, path) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Reads a file from its beginning, piece by piece.
    static func read(
        _ path: String,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(WarehouseError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw fault("open", path) }
        defer { close(descriptor) }
        try read(descriptor, path, body)
    }

    private static func read(
        _ descriptor: Int32,
        _ path: String,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(WarehouseError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault("read", path)
            }
            body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func fault(_ action: String, _ path: String) -> WarehouseError {
        let code = errno
        return WarehouseError(
            [ENOENT, EISDIR].contains(code) ? .badData : .cannotWrite,
            "\(action) \"\(path)\": \(String(cString: strerror(code))) (errno \(code))"
        )
    }
}
