import ChandlerParquet
import ChandlerPostgres

/// Writes rows as CSV, packed: NULL is an empty field, an empty text two quotes.
///
/// **Source:** RFC 4180, with LF as line break.
final class CSVRowFile: RowFile {
    static let wantsText = true

    private let columns: [ExportColumn]
    private let pseudonyms: Pseudonyms?
    private let file: SummedFile
    private let gzip: GzipEncoder
    private var buffer: [UInt8] = []
    private var packed: [UInt8] = []
    private static let bufferSize = 1 << 18

    init(_ columns: [ExportColumn], _ pseudonyms: Pseudonyms?, _ file: SummedFile) throws {
        self.columns = columns
        self.pseudonyms = pseudonyms
        self.file = file
        gzip = try GzipEncoder(level: 6)
        buffer.reserveCapacity(Self.bufferSize * 2)
        for (number, column) in columns.enumerated() {
            if number > 0 { buffer.append(UInt8(ascii: ",")) }
            append(Array(column.column.name.utf8))
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    func append(_ row: borrowing BinaryCopyRow) throws {
        for field in columns.indices {
            if field > 0 { buffer.append(UInt8(ascii: ",")) }
            if row.isNull(field) { continue }
            if columns[field].isPseudonymised, let pseudonyms {
                buffer.append(contentsOf: pseudonyms.pseudonym(of: try row.text(field)).utf8)
            } else {
                try row.withBytes(field) { append($0) }
            }
        }
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferSize { try empty() }
    }

    func finish() throws {
        try empty()
        try gzip.finish(into: &packed)
        try packed.withUnsafeBytes { try file.write($0) }
    }

    private func append(_ bytes: some Collection<UInt8>) {
        let needsQuotes =
            bytes.isEmpty
            || bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
        guard needsQuotes else { return buffer.append(contentsOf: bytes) }
        buffer.append(0x22)
        for byte in bytes {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }

    private func empty() throws {
        try buffer.withUnsafeBytes { try gzip.compress($0, into: &packed) }
        try packed.withUnsafeBytes { try file.write($0) }
        buffer.removeAll(keepingCapacity: true)
        packed.removeAll(keepingCapacity: true)
    }
}
