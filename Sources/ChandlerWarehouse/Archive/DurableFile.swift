import ChandlerFiles
import ChandlerParquet
import Glibc

/// A file of an archive or an export: a draft until it is whole, and read back afterwards.
final class DurableFile: ByteSink {
    private let draft: FileDraft

    /// Begins a file; one that an earlier attempt left is begun anew.
    init(_ path: String) throws(WarehouseError) {
        draft = try DurableFile.telling { () throws(FileError) in
            try FileDraft(path, hasOneWriter: true)
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try DurableFile.telling { () throws(FileError) in try draft.write(bytes) }
    }

    /// Brings the bytes to the disk and gives the file its name.
    func publish() throws(WarehouseError) {
        try DurableFile.telling { () throws(FileError) in try draft.publish() }
    }

    /// Makes a folder with its parents, each known to the disk.
    static func makeFolder(_ path: String) throws(WarehouseError) {
        try telling { () throws(FileError) in try Folder.make(path) }
    }

    /// Brings a folder's list of names to the disk.
    static func syncFolder(_ path: String) throws(WarehouseError) {
        try telling { () throws(FileError) in try Folder.sync(path.isEmpty ? "/" : path) }
    }

    private static func telling<Result>(
        _ body: () throws(FileError) -> Result
    ) throws(WarehouseError) -> Result {
        do throws(FileError) { return try body() } catch { throw WarehouseError(error) }
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
        WarehouseError(FileError(action, path, errno))
    }
}

extension WarehouseError {
    /// A file that cannot be had, or not be written.
    init(_ error: FileError) {
        self.init(
            [ENOENT, EISDIR].contains(error.number) ? .badData : .cannotWrite,
            error.description
        )
    }
}
