import ChandlerCore
import Glibc

/// The file system calls of this module, with their error numbers turned into sentences.
enum SystemCalls {
    /// Writes bytes to a descriptor as `write(2)` does; replaced by tests that fill the disk.
    typealias Write = @Sendable (Int32, UnsafeRawPointer, Int) -> Int

    static let write: Write = { Glibc.write($0, $1, $2) }

    /// An error for a failed call: the code follows from the number alone.
    static func failure(_ action: String, _ path: String, _ number: Int32) -> DatasetError {
        let code: DatasetError.Code =
            number == ENOSPC || number == EDQUOT ? .outputFull : .outputNotWritable
        let hint =
            switch number {
            case ENOSPC, EDQUOT: "; free some space or choose another folder"
            case EACCES, EPERM, EROFS: "; choose a folder this user may write to"
            default: ""
            }
        return DatasetError(
            code,
            "\(action) \(quoted(path)): \(words(number)) (errno \(number)); "
                + "nothing of the new dataset was kept\(hint)",
            path: path,
            errno: number
        )
    }

    /// The operating system's words for an error number.
    static func words(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "unknown error" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    static func makeDirectory(_ path: String) throws(DatasetError) {
        guard mkdir(path, 0o777) != 0, errno != EEXIST || !isDirectory(path) else { return }
        throw failure("create the folder", path, errno)
    }

    /// Creates a folder and those above it; returns whether the last one was missing.
    static func makeDirectories(_ path: String) throws(DatasetError) -> Bool {
        if isDirectory(path) { return false }
        if exists(path) { throw failure("create the folder", path, ENOTDIR) }
        if let cut = path.lastIndex(of: "/"), cut > path.startIndex {
            _ = try makeDirectories(String(path[..<cut]))
        }
        try makeDirectory(path)
        return true
    }

    static func rename(_ source: String, to target: String) throws(DatasetError) {
        guard Glibc.rename(source, target) != 0 else { return }
        throw failure("rename \(quoted(source)) to", target, errno)
    }

    /// Removes a file; one that is not there is fine.
    static func removeFile(_ path: String) throws(DatasetError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw failure("remove", path, errno)
    }

    /// Makes the entries of a folder survive a power cut.
    static func syncDirectory(_ path: String) throws(DatasetError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder", path, errno) }
        defer { close(descriptor) }
        // Some file systems do not sync folders and say so with EINVAL: nothing can be done.
        guard fsync(descriptor) != 0, errno != EINVAL else { return }
        throw failure("sync the folder", path, errno)
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, sorted; without `.` and `..`.
    static func entries(_ path: String) throws(DatasetError) -> [String] {
        guard let handle = opendir(path) else { throw failure("list the folder", path, errno) }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a folder and what is in it, without following links.
    static func removeTree(_ path: String) throws(DatasetError) {
        for name in try entries(path) {
            let inside = "\(path)/\(name)"
            var status = stat()
            if lstat(inside, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                try removeTree(inside)
            } else {
                try removeFile(inside)
            }
        }
        guard rmdir(path) != 0, errno != ENOENT else { return }
        throw failure("remove the folder", path, errno)
    }

    /// The contents of a file, or `nil` where it cannot be read or is larger than `limit`.
    static func contents(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= limit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            filled += count
        }
        return bytes
    }
}
