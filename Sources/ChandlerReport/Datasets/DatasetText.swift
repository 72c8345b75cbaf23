import Glibc

/// The lines of a CSV file of a dataset: a header, then fields without quotes.
struct DatasetText {
    private let bytes: [UInt8]
    private let names: [String]
    private let start: Int
    /// The lines after the header.
    let rows: Int

    init(_ bytes: [UInt8]) {
        // A byte that is no digit ends every number.
        self.bytes = bytes + [0]
        let newline = UInt8(ascii: "\n")
        let end = bytes.firstIndex(of: newline) ?? bytes.count
        names = String(decoding: bytes[..<end], as: UTF8.self).split(
            separator: ",",
            omittingEmptySubsequences: false
        ).map(String.init)
        start = min(end + 1, bytes.count)
        let body = bytes[start...]
        let last = body.last.map { $0 == newline ? 0 : 1 } ?? 0
        rows = body.reduce(0) { $0 + ($1 == newline ? 1 : 0) } + last
    }

    /// The numbers of some columns; an empty field is a null.
    func columns(_ wanted: [String]) throws(DatasetFileReader.Fault) -> [ColumnPart] {
        var target = [Int](repeating: -1, count: names.count)
        for (index, name) in wanted.enumerated() {
            guard let place = names.firstIndex(of: name) else {
                throw DatasetFileReader.Fault(words: "it has no column \(name)")
            }
            target[place] = index
        }
        var parts = wanted.map { _ in
            ColumnPart(
                values: [Double](repeating: 0, count: rows),
                validity: [Bool](repeating: true, count: rows)
            )
        }
        let fault = bytes.withUnsafeBufferPointer { bytes in
            fill(&parts, target, bytes)
        }
        if let fault { throw DatasetFileReader.Fault(words: fault) }
        return parts
    }

    /// Reads all lines; returns what is wrong with them.
    private func fill(
        _ parts: inout [ColumnPart],
        _ target: [Int],
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String? {
        guard let base = bytes.baseAddress else { return nil }
        let end = bytes.count - 1
        var position = start
        for row in 0..<rows {
            for column in names.indices {
                var stop = position
                while stop < end, bytes[stop] != UInt8(ascii: ","),
                    bytes[stop] != UInt8(ascii: "\n")
                {
                    stop += 1
                }
                let isLast = column == names.count - 1
                let separator = stop < end ? bytes[stop] : UInt8(ascii: "\n")
                guard separator == (isLast ? UInt8(ascii: "\n") : UInt8(ascii: ",")) else {
                    return "line \(row + 2) has not \(names.count) fields"
                }
                if target[column] >= 0 {
                    let field = base + position
                    guard let part = Self.number(field, stop - position) else {
                        return "line \(row + 2) has no number in \(names[column])"
                    }
                    parts[target[column]].values[row] = part.value
                    parts[target[column]].validity?[row] = !part.isNull
                }
                position = min(stop + 1, end)
            }
        }
        return nil
    }

    private static func number(
        _ field: UnsafePointer<UInt8>,
        _ length: Int
    ) -> (value: Double, isNull: Bool)? {
        if length == 0 { return (0, true) }
        return field.withMemoryRebound(to: CChar.self, capacity: length + 1) { text in
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(text, &end)
            return end.map { UnsafePointer($0) } == text + length ? (value, false) : nil
        }
    }
}
