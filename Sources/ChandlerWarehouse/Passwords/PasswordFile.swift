import ChandlerFiles
public import ChandlerPostgres
import Glibc

/// A file that holds the URL with which a program logs in, readable by its owner alone.
///
/// Programs read it each time they connect: `POSTGRES_URL="$(cat FILE)"`.
public struct PasswordFile: Sendable, Hashable {
    /// Where it is.
    public let path: String

    /// Names a file.
    public init(_ path: String) {
        self.path = path.contains("/") ? path : "./\(path)"
    }

    /// The file that is meant when none is named: `passwords/GROUP.url` beside the folder of the
    /// embedded server.
    ///
    /// - Throws: `PostgresError` with code `folderNotUsable` when no home folder is known.
    public static func usual(
        for group: LoginGroup,
        environment: [String: String]
    ) throws(PostgresError) -> PasswordFile {
        let server = try EmbeddedServer.defaultFolder(environment: environment)
        let home = server[..<(server.lastIndex(of: "/") ?? server.endIndex)]
        return PasswordFile("\(home)/passwords/\(group.rawValue).url")
    }

    private var slash: String.Index { path.lastIndex(of: "/") ?? path.startIndex }
    private var folder: String { slash == path.startIndex ? "/" : String(path[..<slash]) }

    /// The URL in the file without the line's end; `nil` where there is no file.
    ///
    /// - Throws: ``WarehouseError`` with code `configuration` when it cannot be read.
    func url() throws(WarehouseError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw fault(.configuration, "read")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(descriptor, &bytes, bytes.count)
        if count < 0 { throw fault(.configuration, "read") }
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
        return String(decoding: line, as: UTF8.self)
    }

    /// Writes a URL beside the file, for the moment when it may take its place; a draft that a
    /// killed program left is not followed, should it be a link.
    func draft(_ url: String) throws(WarehouseError) -> Draft {
        try makeFolder()
        return try telling { () throws(FileError) in
            let draft = try FileDraft(path, mode: 0o600, hasOneWriter: true)
            try draft.write("\(url)\n")
            return Draft(draft: draft, file: self)
        }
    }

    private func makeFolder() throws(WarehouseError) {
        if mkdir(folder, 0o700) != 0, errno == ENOENT {
            let parent = PasswordFile(folder)
            try parent.makeFolder()
            mkdir(folder, 0o700)
        }
    }

    private func fault(_ code: WarehouseError.Code, _ action: String) -> WarehouseError {
        WarehouseError(code, FileError("\(action) the password file", path, errno).description)
    }

    private func telling<Result>(
        _ body: () throws(FileError) -> Result
    ) throws(WarehouseError) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw WarehouseError(
                .cannotWrite,
                FileError("\(error.action) the password file", path, error.number).description
            )
        }
    }

    /// A file that is written and not yet in its place; it goes with the last reference.
    struct Draft {
        fileprivate let draft: FileDraft
        fileprivate let file: PasswordFile

        /// Puts the draft in the file's place: readers see the old URL or the new one.
        func publish() throws(WarehouseError) {
            try file.telling { () throws(FileError) in try draft.publish() }
        }
    }
}
