import Foundation

/// What is in an exported file: it stands beside it as `TABLE.manifest.json`.
///
/// It has no time in it, so that the same rows give the same bytes.
struct ExportManifest: Sendable, Hashable, Codable {
    /// A column.
    struct Column: Sendable, Hashable, Codable {
        let name: String
        /// The type in the table.
        let type: String
        let nullable: Bool
        let pseudonymised: Bool
    }

    var formatVersion = 1
    let table: String
    let file: String
    let format: String
    let columns: [Column]
    /// The columns of the table that are not in the file.
    let leftOut: [String]
    let rows: Int
    let bytes: Int
    let sha256: String
    let from: String?
    let to: String?
    let symbol: String?
    /// Tells the key of the pseudonyms from others; the key itself is nowhere.
    let keyFingerprint: String?
    let programVersion: String

    /// As JSON with keys in a fixed order.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
}
