public import Glibc

/// What is done with folders.
public enum Folder {
    /// Makes a folder with its parents, each known to the disk; those that exist stay as they are.
    ///
    /// - Throws: ``FileError`` where one cannot be made.
    public static func make(_ path: String, mode: mode_t = 0o755) throws(FileError) {
        if access(path, F_OK) == 0 { return }
        let (parent, _) = FileDraft.parts(of: path)
        if parent != path, parent != "." { try make(parent, mode: mode) }
        if mkdir(path, mode) != 0, errno != EEXIST {
            throw FileError("make the folder", path, errno)
        }
        try sync(parent)
    }

    /// Brings a folder's list of names to the disk.
    ///
    /// - Throws: ``FileError`` where it cannot be opened.
    public static func sync(_ path: String) throws(FileError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 { throw FileError("open the folder", path, errno) }
        defer { close(folder) }
        if fsync(folder) != 0 { throw FileError("sync the folder", path, errno) }
    }
}
