import Foundation

/// The rows of a candle file as text.
package struct CandleLines: Sendable {
    /// The header.
    package var header: String
    /// The rows, each without its line end.
    package var rows: [Substring]

    /// Makes a file's content.
    package init(header: String, rows: [Substring]) {
        self.header = header
        self.rows = rows
    }

    /// Reads a file, compressed or not.
    package init(reading path: String) async throws {
        let text =
            path.hasSuffix(".gz")
            ? try await RunningProgram(["gzip", "-dc", path]).end().succeeded().output
            : try String(contentsOfFile: path, encoding: .utf8)
        var lines = text.split(separator: "\n")
        header = lines.isEmpty ? "" : String(lines.removeFirst())
        rows = lines
    }

    /// The committed candles of a symbol.
    package static func committed(_ symbol: String) async throws -> CandleLines {
        try await CandleLines(reading: "\(TestPlaces.candles)/\(symbol)-1m.csv.gz")
    }

    /// The rows that open in a span of milliseconds.
    package func opening(in span: Range<Int>) -> CandleLines {
        var part = self
        part.rows = rows.filter { span.contains(Self.openTime($0)) }
        return part
    }

    /// A row's open time in milliseconds.
    package static func openTime(_ row: Substring) -> Int {
        Int(row.prefix { $0 != "," }) ?? -1
    }

    /// Writes a plain file.
    package func write(to path: String) throws {
        try ([header[...]] + rows).joined(separator: "\n").appending("\n")
            .write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// A row's first six fields with trailing zeros of the decimals cut, as text.
    package static func canonical(_ row: Substring) -> String {
        row.split(separator: ",").prefix(6).map(trimmed).joined(separator: ",")
    }

    private static func trimmed(_ decimal: Substring) -> Substring {
        guard decimal.contains(".") else { return decimal }
        var text = decimal
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// Whether a decimal of the row has more than eight digits after the point.
    package static func isTooPrecise(_ row: Substring) -> Bool {
        canonical(row).split(separator: ",").contains { field in
            field.split(separator: ".").dropFirst().contains { $0.count > 8 }
        }
    }
}

/// Milliseconds since 1970 of a date or time such as `2024-02-01` or `2024-02-01T12:00:00Z`.
package func milliseconds(_ text: String) -> Int {
    let whole = text.contains("T") ? text : text + "T00:00:00Z"
    return Int((ISO8601DateFormatter().date(from: whole) ?? .distantPast).timeIntervalSince1970)
        * 1_000
}

/// The moment of some milliseconds since 1970, as the command line takes it.
package func moment(_ milliseconds: Int) -> String {
    ISO8601DateFormatter().string(
        from: Date(timeIntervalSince1970: Double(milliseconds / 1_000))
    )
}
