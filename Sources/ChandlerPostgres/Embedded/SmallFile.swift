import Glibc

/// Whole small files, read and written with the system's own calls.
package enum SmallFile {
    /// The text of a file; nil when there is no such file or it may not be read.
    package static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return contents(of: descriptor)
    }

    /// Everything in an open file, from its start.
    static func contents(of descriptor: Int32, from start: Int = 0) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = pread(descriptor, &buffer, buffer.count, start + bytes.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The last lines of a file, from its last 8 kB.
    package static func lastLines(_ count: Int, of path: String) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let text = contents(of: descriptor, from: max(size - 8192, 0))
        return text.split(whereSeparator: \.isNewline).suffix(count).map(String.init)
    }

    /// Writes a file and makes sure that it is on the disk; a symbolic link is refused.
    ///
    /// - Parameters:
    ///   - text: The new content, or what is added.
    ///   - path: The file.
    ///   - appends: Whether what is there stays.
    ///   - owner: Whose file a new one becomes.
    /// - Throws: ``PostgresError`` with code `folderNotUsable`.
    package static func write(
        _ text: String,
        to path: String,
        appends: Bool = false,
        owner: SystemUser
    ) throws(PostgresError) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (appends ? O_APPEND : O_TRUNC)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .system("write \"\(path)\"", errno) }
        defer { close(descriptor) }
        if geteuid() == 0 { fchown(descriptor, owner.userID, owner.groupID) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw .system("write \"\(path)\"", errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw .system("write \"\(path)\"", errno) }
    }

    /// Makes a rename in a folder last.
    package static func syncFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The names in a folder without `.` and `..`; none when it cannot be read.
    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Whether something of that name is there and may be executed.
    package static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }
}

extension PostgresError {
    /// An error of the operating system, with its number and its own words.
    static func system(
        _ doing: String,
        _ number: Int32,
        code: Code = .folderNotUsable,
        hint: String? = nil
    ) -> PostgresError {
        let words = strerror(number).map { String(cString: $0) } ?? "unknown error"
        return PostgresError(
            code: code,
            message: "\(doing): \(words) (errno \(number))",
            hint: hint
        )
    }
}
