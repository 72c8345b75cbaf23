import ChandlerCore
import Glibc

/// The rows of one candle file: its bytes as they are, and where each row begins.
///
/// Nothing but the open time is read, so ten million rows need their text and four bytes a row,
/// and a decimal reaches the client character for character, however broken it is.
///
/// **Shape:** open times never fall; equal ones are kept, as a venue may repeat a row.
struct CandleFile: Sendable {
    let name: CandleFileName
    let columns: CandleColumns
    let bytes: [UInt8]
    /// The beginning of each row, and at the end that of the row that would follow.
    private let offsets: [UInt32]

    var count: Int { offsets.count - 1 }

    init(path: String, name: CandleFileName) throws(FixtureExchangeError) {
        try self.init(content: GzipReader.content(of: path), path: path, name: name)
    }

    init(content: [UInt8], path: String, name: CandleFileName) throws(FixtureExchangeError) {
        guard content.count < Int(UInt32.max) else {
            throw FixtureExchangeError(
                .badCandleFile,
                "read \(path): \(content.count) bytes; the limit is 4 GiB"
            )
        }
        let headerEnd = content.firstIndex(of: newline) ?? content.count
        var header = String(decoding: content[..<headerEnd], as: UTF8.self)
        if header.hasSuffix("\r") { header.removeLast() }
        self.name = name
        columns = try CandleColumns(header: header, file: path)
        bytes = content
        offsets = try content.withUnsafeBytes { raw in
            CandleFile.index(raw, from: headerEnd + 1, path: path)
        }.get()
    }

    /// The text of a row, line end included, as a span of ``bytes``.
    func span(of row: Int) -> Range<Int> {
        Int(offsets[row])..<Int(offsets[row + 1])
    }

    /// How many bytes these rows take in the file.
    func size(of rows: Range<Int>) -> Int {
        Int(offsets[rows.upperBound] - offsets[rows.lowerBound])
    }

    /// The open time of a row in milliseconds.
    func openTime(of row: Int) -> Int64 {
        bytes.withUnsafeBytes { CandleFile.openTime(in: $0, at: Int(offsets[row])) ?? 0 }
    }

    /// The first row that opens at or after a moment, or ``count``.
    func firstRow(atOrAfter milliseconds: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if openTime(of: middle) < milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Finds the rows; empty lines are no rows.
    private static func index(
        _ raw: UnsafeRawBufferPointer,
        from start: Int,
        path: String
    ) -> Result<[UInt32], FixtureExchangeError> {
        var offsets: [UInt32] = []
        offsets.reserveCapacity(raw.count / 64)
        var position = start
        var previous = Int64.min
        while position < raw.count {
            if raw[position] == newline || raw[position] == UInt8(ascii: "\r") {
                position += 1
                continue
            }
            guard let open = openTime(in: raw, at: position), open >= previous else {
                return .failure(
                    badOpenTime(raw, at: position, row: offsets.count + 1, path: path)
                )
            }
            previous = open
            offsets.append(UInt32(position))
            position = lineEnd(in: raw, from: position) + 1
        }
        offsets.append(UInt32(min(position, raw.count)))
        return .success(offsets)
    }

    /// The position of the next line end, or that after the last byte.
    private static func lineEnd(in raw: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = raw.baseAddress,
            let end = memchr(base + start, Int32(newline), raw.count - start)
        else { return raw.count }
        return UnsafeRawPointer(end) - base
    }

    private static func badOpenTime(
        _ raw: UnsafeRawBufferPointer,
        at position: Int,
        row: Int,
        path: String
    ) -> FixtureExchangeError {
        let line = raw[position...].prefix { $0 != newline }
        return FixtureExchangeError(
            .badCandleFile,
            "read \(path): row \(row) was \(quoted(String(decoding: line, as: UTF8.self))); "
                + "it must begin with an open time in milliseconds that is not before the "
                + "previous row's (use the fault \"unordered\" for rows out of order)"
        )
    }

    /// The integer a row begins with, or `nil` where there is none before the first comma.
    private static func openTime(in raw: UnsafeRawBufferPointer, at start: Int) -> Int64? {
        var position = start
        var value: Int64 = 0
        while position < raw.count, position - start < 18 {
            let digit = raw[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value * 10 + Int64(digit)
            position += 1
        }
        guard position > start, position < raw.count, raw[position] == UInt8(ascii: ",") else {
            return nil
        }
        return value
    }
}

let newline = UInt8(ascii: "\n")
