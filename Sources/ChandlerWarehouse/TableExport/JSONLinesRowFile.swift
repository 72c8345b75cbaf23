import ChandlerPostgres

/// Writes rows as JSON objects, one a line: numbers as the server prints them, NaN and infinities as
/// strings, documents as they are.
final class JSONLinesRowFile: RowFile {
    static let wantsText = true

    private let columns: [ExportColumn]
    private let pseudonyms: Pseudonyms?
    private let file: SummedFile
    private let keys: [[UInt8]]
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 18
    private static let digits = Array("0123456789abcdef".utf8)

    init(_ columns: [ExportColumn], _ pseudonyms: Pseudonyms?, _ file: SummedFile) {
        self.columns = columns
        self.pseudonyms = pseudonyms
        self.file = file
        keys = columns.enumerated().map { number, column in
            Array("\(number == 0 ? "{" : ", ")\"\(column.column.name)\": ".utf8)
        }
        buffer.reserveCapacity(Self.bufferSize * 2)
    }

    func append(_ row: borrowing BinaryCopyRow) throws {
        for field in columns.indices {
            buffer.append(contentsOf: keys[field])
            if row.isNull(field) {
                buffer.append(contentsOf: "null".utf8)
            } else if columns[field].isPseudonymised, let pseudonyms {
                quote(Array(pseudonyms.pseudonym(of: try row.text(field)).utf8))
            } else {
                try row.withBytes(field) { append($0, columns[field].column.form) }
            }
        }
        buffer.append(contentsOf: "}\n".utf8)
        if buffer.count >= Self.bufferSize { try empty() }
    }

    func finish() throws { try empty() }

    private func empty() throws {
        try buffer.withUnsafeBytes { try file.write($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func append(_ bytes: UnsafeRawBufferPointer, _ form: ColumnForm) {
        let isBare =
            switch form {
            case .boolean, .json: true
            case .int16, .int32, .int64, .decimal, .double: Self.isNumber(bytes)
            case .timestamp, .date, .text, .uuid, .cast: false
            }
        if isBare { buffer.append(contentsOf: bytes) } else { quote(bytes) }
    }

    private static func isNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let first = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst().first : bytes.first
        return first.map { (0x30...0x39).contains($0) } ?? false
    }

    private func quote(_ bytes: some Collection<UInt8>) {
        buffer.append(0x22)
        for byte in bytes {
            switch byte {
            case 0x22, 0x5C:
                buffer.append(0x5C)
                buffer.append(byte)
            case 0..<0x20:
                buffer.append(contentsOf: "\\u00".utf8)
                buffer.append(Self.digits[Int(byte >> 4)])
                buffer.append(Self.digits[Int(byte & 15)])
            default: buffer.append(byte)
            }
        }
        buffer.append(0x22)
    }
}
