import Foundation

/// What says that a month's files exist and what is in them: `_manifest.json` beside them.
///
/// It is written last. Readers of the folder pass it by, because its name begins with `_`.
struct ArchiveManifest: Sendable, Hashable, Codable {
    /// The file's name.
    static let fileName = "_manifest.json"

    /// The version of this form.
    static let currentVersion = 1

    /// One file of rows.
    struct Part: Sendable, Hashable, Codable {
        /// Its number in the month, from 0.
        let part: Int
        /// The file's name.
        let file: String
        /// The columns in the file's order.
        let columns: [ArchivedColumn]
        /// The columns of the primary key, by whose order rows are stored.
        let key: [String]
        /// How many rows it holds.
        let rows: Int
        /// The file's length.
        let bytes: Int
        /// SHA-256 of the file.
        let sha256: String
        /// SHA-256 of the rows, as ``RowsDigest`` documents.
        let digest: String
        /// The version of the database's schema.
        let schemaVersion: Int
        /// The version of the program that wrote it.
        let programVersion: String
        /// When it was written.
        let createdAt: String
    }

    /// The version of the form.
    let formatVersion: Int
    /// The table.
    let table: String
    /// The month, such as `2023-01`.
    let month: String
    /// The column whose month counts.
    let monthColumn: String
    /// The files, in their order.
    var parts: [Part]

    /// As JSON with keys in a fixed order.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Reads JSON.
    init(json: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(ArchiveManifest.self, from: Data(json))
    }

    init(table: String, month: String, monthColumn: String) {
        formatVersion = ArchiveManifest.currentVersion
        self.table = table
        self.month = month
        self.monthColumn = monthColumn
        parts = []
    }
}
