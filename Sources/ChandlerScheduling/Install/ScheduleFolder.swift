import Glibc

/// A folder that a scheduler reads its files from.
public struct ScheduleFolder: Sendable, Hashable {
    /// Its path.
    public let path: String

    /// Names a folder; nothing is made yet.
    public init(_ path: String) {
        self.path = path
    }

    /// The paths of the files that an installation would write.
    public func paths(of files: [ScheduleFile]) -> [String] {
        files.map { "\(path)/\($0.name)" }
    }

    /// Writes files, each at once or not at all, and makes the folder where it is missing.
    ///
    /// - Returns: The paths of those that were not there in the same form.
    /// - Throws: ``ScheduleError`` of code `cannotWrite` or `permissionDenied`.
    public func write(_ files: [ScheduleFile]) throws(ScheduleError) -> [String] {
        try makeFolders()
        var written: [String] = []
        for file in files where Self.text(of: "\(path)/\(file.name)") != file.text {
            try Self.write(file.text, to: "\(path)/\(file.name)")
            written.append("\(path)/\(file.name)")
        }
        syncFolder()
        return written
    }

    /// Removes files by their names; those that are not there are no error.
    ///
    /// - Returns: The paths of those that were there.
    /// - Throws: ``ScheduleError`` of code `cannotWrite` or `permissionDenied`.
    public func remove(_ names: [String]) throws(ScheduleError) -> [String] {
        var removed: [String] = []
        for name in names {
            let file = "\(path)/\(name)"
            if unlink(file) == 0 {
                removed.append(file)
            } else if errno != ENOENT && errno != ENOTDIR {
                throw .system("remove \"\(file)\"", errno)
            }
        }
        syncFolder()
        return removed
    }

    /// Writes a text to a file, under another name until it is complete.
    ///
    /// - Parameters:
    ///   - text: What the file holds.
    ///   - file: Its path.
    /// - Throws: ``ScheduleError`` of code `cannotWrite` or `permissionDenied`; then the file is as it
    ///   was.
    public static func write(_ text: String, to file: String) throws(ScheduleError) {
        let new = "\(file).new-\(getpid())"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system("write \"\(file)\"", errno) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                break
            }
        }
        // A umask would make them unreadable for the scheduler.
        let isSafe = bytes.isEmpty && fchmod(descriptor, 0o644) == 0 && fsync(descriptor) == 0
        var code = errno
        close(descriptor)
        if isSafe, rename(new, file) == 0 { return }
        if isSafe { code = errno }
        unlink(new)
        throw .system("write \"\(file)\"", code)
    }

    private static func text(of file: String) -> String? {
        guard let stream = fopen(file, "re") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func makeFolders() throws(ScheduleError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST || errno == EROFS else {
                throw .system("make folder \"\(made)\"", errno)
            }
        }
    }

    private func syncFolder() {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension ScheduleError {
    /// A call of the system that failed.
    static func system(_ doing: String, _ code: Int32) -> ScheduleError {
        let isDenied = code == EACCES || code == EPERM
        return ScheduleError(
            isDenied ? .permissionDenied : .cannotWrite,
            "\(doing): \(String(cString: strerror(code)))",
            hint: isDenied ? "run it as root, or with --user for units of your own" : nil
        )
    }
}
