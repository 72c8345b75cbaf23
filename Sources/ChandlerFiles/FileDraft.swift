public import Glibc

/// A file that appears whole under its name, or stays as it was.
///
/// It is written beside its place under a hidden name that readers of the folder pass by;
/// ``publish()`` brings it to the disk and gives it its name. Without that it is removed.
public final class FileDraft {
    /// What becomes of a file that has the name already.
    public enum Existing: Sendable {
        /// It is replaced: readers see the old content or the new one.
        case isReplaced
        /// It stays, and publishing fails with `EEXIST`.
        case isKept
    }

    /// Where the file will be.
    public let path: String
    private let draft: String
    private let mode: mode_t?
    private var descriptor: Int32

    /// Begins a file beside its place.
    ///
    /// - Parameters:
    ///   - path: Where it will be; its folder must exist.
    ///   - mode: Its rights, whatever the umask says; `nil` for 0644 less the umask. While it is
    ///     written it has no others.
    ///   - hasOneWriter: Whether nobody else can be writing it: a draft that a killed program left
    ///     is then begun anew. Otherwise each writer has a draft of its own.
    /// - Throws: ``FileError`` where the folder cannot be written to.
    public init(
        _ path: String,
        mode: mode_t? = nil,
        hasOneWriter: Bool = false
    ) throws(FileError) {
        self.path = path
        self.mode = mode
        let (folder, name) = FileDraft.parts(of: path)
        let own = hasOneWriter ? "" : ".\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        draft = "\(folder)/.\(name)\(own).part"
        if hasOneWriter { unlink(draft) }
        descriptor = open(
            draft,
            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            (mode ?? 0o644) & 0o755
        )
        if descriptor < 0 { throw FileError("write", path, errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FileError`` when the disk is full, for one.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let written = Glibc.write(descriptor, part.baseAddress, part.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError("write", path, errno)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Appends text.
    ///
    /// - Throws: ``FileError`` when the disk is full, for one.
    public func write(_ text: String) throws(FileError) {
        var failure: FileError?
        var text = text
        text.withUTF8 { bytes in
            do throws(FileError) {
                try write(UnsafeRawBufferPointer(bytes))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Brings the bytes to the disk and gives the file its name; called once.
    ///
    /// - Parameter existing: What becomes of a file that has the name already.
    /// - Throws: ``FileError``; the file stays as it was.
    public func publish(_ existing: Existing = .isReplaced) throws(FileError) {
        precondition(descriptor >= 0, "Invariant: a draft is published once")
        if let mode, fchmod(descriptor, mode) != 0 { throw FileError("write", path, errno) }
        if fsync(descriptor) != 0 { throw FileError("write", path, errno) }
        switch existing {
        case .isReplaced:
            if rename(draft, path) != 0 { throw FileError("write", path, errno) }
        case .isKept:
            if link(draft, path) != 0 { throw FileError("write", path, errno) }
            unlink(draft)
        }
        close(descriptor)
        descriptor = -1
        try Folder.sync(FileDraft.parts(of: path).folder)
    }

    /// Writes a whole file at once.
    ///
    /// - Parameters:
    ///   - text: What it holds.
    ///   - path: Where it will be; its folder must exist.
    ///   - mode: Its rights; `nil` for 0644 less the umask.
    ///   - existing: What becomes of a file that has the name already.
    /// - Throws: ``FileError``; the file stays as it was.
    public static func write(
        _ text: String,
        to path: String,
        mode: mode_t? = nil,
        _ existing: Existing = .isReplaced
    ) throws(FileError) {
        let draft = try FileDraft(path, mode: mode)
        try draft.write(text)
        try draft.publish(existing)
    }

    static func parts(of path: String) -> (folder: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, path[slash...].dropFirst())
    }
}
