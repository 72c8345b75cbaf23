/// Reads CSV with a header, row by row, out of one buffer.
///
/// Quotes, doubled quotes, line breaks in quotes, LF and CRLF are those of RFC 4180; empty lines
/// mean nothing. A quote inside an unquoted field is part of it.
struct CSVReader: RowReading {
    let names: [String]
    /// The delimiter where it is no comma and nobody named it.
    let foundDelimiter: UInt8?
    private let fieldCount: Int
    private let window: RowWindow
    private let null: [UInt8]
    private var scan: CSVScan
    private var line = 1

    var bytesRead: Int { window.file.bytesRead }

    /// Opens a file and reads its header.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - delimiter: The byte between fields; what the header suggests where it is `nil`.
    ///   - null: The unquoted text that means NULL.
    /// - Throws: ``WarehouseError`` with code `badData` where there is no header.
    init(_ file: ImportFile, delimiter: UInt8?, null: String) throws {
        window = RowWindow(file)
        self.null = Array(null.utf8)
        try window.skipMark()
        let found = delimiter == nil ? try CSVDelimiter.find(in: window) : nil
        foundDelimiter = found
        scan = CSVScan(delimiter: delimiter ?? found ?? UInt8(ascii: ","))
        guard try scan.row(window, &line) else {
            throw WarehouseError(.badData, "read \(file.path.inQuotes): it has no header line")
        }
        let base = window.base
        var names = try scan.fields.map { field in
            let bytes = UnsafeBufferPointer(start: base + field.start, count: field.count)
            guard (try? TextCheck.scalars(bytes)) != nil else {
                throw WarehouseError(
                    .badData,
                    "read \(file.path.inQuotes): its first line is no header of CSV in UTF-8"
                )
            }
            return String(decoding: bytes, as: UTF8.self).trimmed
        }
        fieldCount = names.count
        // Spreadsheets end lines with the delimiters of empty columns.
        while names.count > 1, names.last?.isEmpty == true { names.removeLast() }
        self.names = names
    }

    mutating func next(_ row: inout ImportRow) throws -> Bool {
        guard try scan.row(window, &line) else { return false }
        row.line = scan.firstLine
        row.fault = nil
        row.fields.removeAll(keepingCapacity: true)
        for place in scan.fields {
            var field = ImportField(
                start: UnsafePointer(window.base + place.start),
                count: place.count,
                form: place.isQuoted ? .text : .bare
            )
            if !place.isQuoted, isNull(field) { field.form = .absent }
            row.fields.append(field)
        }
        if scan.hasStrayText {
            row.fault = ValueFault("quotes", "text follows the closing quote of a field")
        } else if row.fields.count != fieldCount {
            row.fault = ValueFault(
                "fields",
                "the row has \(row.fields.count) fields, the header \(fieldCount)"
            )
        } else if fieldCount > names.count {
            dropNameless(&row)
        }
        return true
    }

    /// Drops the fields that have no name, where they are empty.
    private func dropNameless(_ row: inout ImportRow) {
        for index in names.count..<fieldCount
        where row.fields[index].hasValue && row.fields[index].count > 0 {
            row.fault = ValueFault(
                "fields",
                "field \(index + 1) has a value and no name in the header"
            )
            return
        }
        row.fields.removeLast(fieldCount - names.count)
    }

    private func isNull(_ field: ImportField) -> Bool {
        guard field.count == null.count else { return false }
        for index in null.indices where field.bytes[index] != null[index] { return false }
        return true
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
