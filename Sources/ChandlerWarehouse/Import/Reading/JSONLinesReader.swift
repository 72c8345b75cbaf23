/// Reads JSON lines: one object a line, its keys as columns.
///
/// Of a key that a row lacks nothing is said in it. Numbers are handed on as they are written.
struct JSONLinesReader: RowReading {
    private(set) var names: [String] = []
    let namesInRows = true
    private let window: RowWindow
    private var numbers: [[UInt8]: Int] = [:]
    private var keys: [[UInt8]] = []
    /// Texts without their escapes; as large as the longest line so far.
    private var scratch = JSONScratch()
    private var line = 1

    var bytesRead: Int { window.file.bytesRead }

    init(_ file: ImportFile) throws {
        window = RowWindow(file)
        try window.skipMark()
    }

    mutating func next(_ row: inout ImportRow) throws -> Bool {
        while true {
            guard var bytes = try nextLine() else { return false }
            row.line = line
            line += 1
            while let last = bytes.last, last == 0x0D || last == 0x20 || last == 0x09 {
                bytes = UnsafeBufferPointer(rebasing: bytes.dropLast())
            }
            if bytes.isEmpty { continue }
            row.raw = bytes
            row.fault = nil
            for index in row.fields.indices { row.fields[index] = ImportField(form: .missing) }
            do throws(JSONCursor.Fault) {
                try parse(bytes, &row)
            } catch {
                row.fault = ValueFault("json", "the line is no JSON object: \(error.words)")
            }
            return true
        }
    }

    /// The next line without its line break.
    private func nextLine() throws -> UnsafeBufferPointer<UInt8>? {
        var searched = 0
        while true {
            let start = window.base + window.begin
            let count = window.end - window.begin
            var index = searched
            while index < count, start[index] != 0x0A { index += 1 }
            if index < count {
                window.advance(to: window.begin + index + 1)
                return UnsafeBufferPointer(start: start, count: index)
            }
            searched = count
            guard try window.fill(line: line) else {
                let rest = window.end - window.begin
                guard rest > 0 else { return nil }
                let last = UnsafePointer(window.base + window.begin)
                window.advance(to: window.end)
                return UnsafeBufferPointer(start: last, count: rest)
            }
        }
    }

    private mutating func parse(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ row: inout ImportRow
    ) throws(JSONCursor.Fault) {
        scratch.begin(bytes.count)
        var cursor = JSONCursor(bytes)
        cursor.skipSpace()
        try cursor.expect(0x7B, "an opening brace")
        cursor.skipSpace()
        var expected = 0
        if !cursor.take(0x7D) {
            repeat {
                cursor.skipSpace()
                let key = try cursor.string()
                cursor.skipSpace()
                try cursor.expect(0x3A, "a colon")
                cursor.skipSpace()
                let column = number(of: text(key, bytes), expected)
                expected = column + 1
                while row.fields.count <= column { row.fields.append(ImportField(form: .missing)) }
                guard row.fields[column].form == .missing else {
                    throw JSONCursor.Fault(words: "the key \(names[column].inQuotes) stands twice")
                }
                row.fields[column] = try field(&cursor)
            } while cursor.take(0x2C)
            try cursor.expect(0x7D, "a closing brace")
        }
        cursor.skipSpace()
        if !cursor.isAtEnd { throw JSONCursor.Fault(words: "something follows its end") }
    }

    private mutating func field(
        _ cursor: inout JSONCursor
    ) throws(JSONCursor.Fault) -> ImportField {
        let start = cursor.position
        let bytes = cursor.bytes
        let first = cursor.next
        if first == 0x22 {
            let content = try cursor.string()
            cursor.skipSpace()
            let text = text(content, bytes)
            return ImportField(start: text.baseAddress, count: text.count, form: .string)
        }
        try cursor.value()
        if first == 0x6E { return ImportField() }
        var end = cursor.position
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return ImportField(
            start: bytes.baseAddress.map { $0 + start },
            count: end - start,
            form: first == 0x7B || first == 0x5B ? .nested : .bare
        )
    }

    private mutating func text(
        _ string: (content: Range<Int>, hasEscapes: Bool),
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let raw = UnsafeBufferPointer(rebasing: bytes[string.content])
        return string.hasEscapes ? scratch.unescape(raw) : raw
    }

    /// A key's column; keys mostly come in the order of the row before.
    private mutating func number(of key: UnsafeBufferPointer<UInt8>, _ expected: Int) -> Int {
        if expected < keys.count, keys[expected].elementsEqual(key) { return expected }
        let name = Array(key)
        if let number = numbers[name] { return number }
        numbers[name] = keys.count
        keys.append(name)
        names.append(String(decoding: name, as: UTF8.self))
        return keys.count - 1
    }
}
