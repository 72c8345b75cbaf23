import Foundation

/// What a dump is, beside it in a file of its own: enough to prove that it came back whole.
struct LogicalManifest: Codable, Sendable, Hashable {
    /// The dump's name.
    var label: String
    /// The dump's file, in the same folder.
    var file: String
    /// When the snapshot of the dump was taken, in seconds since 1970.
    var taken: Int64
    /// The file's size in bytes.
    var bytes: Int64
    /// The SHA-256 of the file as it lies there.
    var sha256: String
    /// How it is encrypted: `aes-256-cbc` in OpenSSL's format, or `none`.
    var cipher: String
    /// The database's name.
    var database: String
    /// The server's version.
    var server: String
    /// What every table held in that snapshot.
    var tables: [String: TableDigest]

    /// Reads a manifest.
    static func read(_ path: String) throws(WarehouseError) -> LogicalManifest {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode(LogicalManifest.self, from: data)
        } catch {
            throw WarehouseError(.badData, "read the manifest \"\(path)\": \(error)")
        }
    }

    /// The text of the file.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
