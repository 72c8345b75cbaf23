import ChandlerFiles
public import ChandlerPostgres
import Glibc

/// A file with a key, which only its owner can read.
public struct KeyFile: Sendable, Hashable {
    /// Where it is.
    public let path: String

    /// Names a file, which need not exist.
    public init(_ path: String) {
        self.path = path.contains("/") ? path : "./\(path)"
    }

    /// The file that is meant when none is named: `keys/NAME.key` beside the folder of the embedded
    /// server.
    ///
    /// - Throws: `PostgresError` with code `folderNotUsable` when no home folder is known.
    public static func usual(
        _ name: String,
        environment: [String: String]
    ) throws(PostgresError) -> KeyFile {
        let server = try EmbeddedServer.defaultFolder(environment: environment)
        return KeyFile(
            "\(server[..<(server.lastIndex(of: "/") ?? server.endIndex)])/keys/\(name).key"
        )
    }

    /// The key; it is made where there is none.
    ///
    /// - Throws: ``WarehouseError``: `configuration` for a file that others can read or that is too
    ///   short, `cannotWrite` where it cannot be made.
    public func key() throws(WarehouseError) -> PseudonymKey {
        if let key = try read() { return key }
        try make()
        guard let key = try read() else { throw fault(.cannotWrite, "read") }
        return key
    }

    private static let shortest = 32

    private func read() throws(WarehouseError) -> PseudonymKey? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw fault(.configuration, "read")
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw fault(.configuration, "read") }
        guard facts.st_mode & 0o077 == 0 else {
            throw WarehouseError(
                .configuration,
                "use the key file \"\(path)\": others than its owner can read it (mode "
                    + "\(String(facts.st_mode & 0o777, radix: 8))); chmod 600 it"
            )
        }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        if count < 0 { throw fault(.configuration, "read") }
        let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard line.count >= Self.shortest else {
            throw WarehouseError(
                .configuration,
                "use the key file \"\(path)\": its first line has \(line.count) bytes, a key has "
                    + "at least \(Self.shortest)"
            )
        }
        return PseudonymKey(Array(line))
    }

    /// Makes a key of 32 random bytes; of two programs that make one at once, one wins.
    private func make() throws(WarehouseError) {
        let digits = Array("0123456789abcdef".utf8)
        var generator = SystemRandomNumberGenerator()
        var line = (0..<64).map { _ in digits[Int(generator.next() & 15)] }
        line.append(UInt8(ascii: "\n"))
        do throws(FileError) {
            if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
                try Folder.make(String(path[..<slash]), mode: 0o700)
            }
            try FileDraft.write(
                String(decoding: line, as: UTF8.self),
                to: path,
                mode: 0o600,
                .isKept
            )
        } catch {
            if error.number != EEXIST { throw fault(.cannotWrite, "make", error.number) }
        }
    }

    private func fault(
        _ code: WarehouseError.Code,
        _ action: String,
        _ number: Int32 = errno
    ) -> WarehouseError {
        WarehouseError(code, FileError("\(action) the key file", path, number).description)
    }
}
