/// Finds the fields of the next row of CSV.
struct CSVScan {
    /// Where a field lies in the window.
    struct Place {
        var start: Int
        var count: Int
        var isQuoted: Bool
        /// Whether quotes in it are doubled still.
        var hasDoubled: Bool
    }

    private(set) var fields: [Place] = []
    /// The line that the row begins at.
    private(set) var firstLine = 1
    /// Whether something stood between a closing quote and the end of its field.
    private(set) var hasStrayText = false

    private let delimiter: UInt8
    private var position = 0
    private var lineBreaks = 0

    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    private enum Outcome {
        case row
        /// The row goes on behind what is in memory.
        case more
    }

    /// Finds the fields of the next row that is not empty.
    ///
    /// - Parameters:
    ///   - window: The file; its begin moves behind the row.
    ///   - line: The number of the next line.
    /// - Returns: False at the end.
    /// - Throws: ``WarehouseError`` with code `badData` where a quote is left open.
    mutating func row(_ window: RowWindow, _ line: inout Int) throws -> Bool {
        while true {
            var isLast = false
            while scan(window, isLast) == .more {
                if isLast { throw Self.openQuote(window, line) }
                isLast = try !window.fill(line: line)
                if isLast, window.begin == window.end { return false }
            }
            firstLine = line
            line += lineBreaks
            let isEmpty = fields.count == 1 && fields[0].count == 0 && !fields[0].isQuoted
            unquote(window)
            window.advance(to: position)
            if !isEmpty { return true }
            if isLast, position == window.end { return false }
        }
    }

    private static func openQuote(_ window: RowWindow, _ line: Int) -> WarehouseError {
        WarehouseError(
            .badData,
            "read \(window.file.path.inQuotes): a quote that is opened in the row at line \(line) "
                + "is never closed; nothing was kept; is the file cut?"
        )
    }

    private mutating func scan(_ window: RowWindow, _ isLast: Bool) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        hasStrayText = false
        lineBreaks = 0
        position = window.begin
        let (base, end) = (window.base, window.end)
        if position == end { return .more }
        while true {
            let place: Place
            if position < end, base[position] == 0x22 {
                guard let quoted = quotedField(base, end, isLast) else { return .more }
                place = quoted
            } else {
                let start = position
                while position < end {
                    let byte = base[position]
                    if byte == delimiter || byte == 0x0A { break }
                    position += 1
                }
                if position == end, !isLast { return .more }
                place = Place(
                    start: start,
                    count: position - start,
                    isQuoted: false,
                    hasDoubled: false
                )
            }
            fields.append(place)
            if position < end, base[position] == delimiter {
                position += 1
                if position == end, !isLast { return .more }
                continue
            }
            endLine(base, end)
            return .row
        }
    }

    /// Passes the line break; a carriage return before it is no part of the last field.
    private mutating func endLine(_ base: UnsafeMutablePointer<UInt8>, _ end: Int) {
        let last = fields.count - 1
        if !fields[last].isQuoted, fields[last].count > 0,
            base[fields[last].start + fields[last].count - 1] == 0x0D
        {
            fields[last].count -= 1
        }
        if position < end { position += 1 }
        lineBreaks += 1
    }

    /// A field in quotes, up to the delimiter or line break; `nil` when it goes on.
    private mutating func quotedField(
        _ base: UnsafeMutablePointer<UInt8>,
        _ end: Int,
        _ isLast: Bool
    ) -> Place? {
        var place = Place(start: position + 1, count: 0, isQuoted: true, hasDoubled: false)
        position += 1
        while true {
            while position < end, base[position] != 0x22 {
                if base[position] == 0x0A { lineBreaks += 1 }
                position += 1
            }
            guard position < end else { return nil }
            position += 1
            guard position < end else {
                if !isLast { return nil }
                break
            }
            if base[position] != 0x22 { break }
            place.hasDoubled = true
            position += 1
        }
        place.count = position - 1 - place.start
        while position < end, base[position] != delimiter, base[position] != 0x0A {
            let isReturn =
                base[position] == 0x0D
                && (position + 1 == end || base[position + 1] == 0x0A)
            if !isReturn { hasStrayText = true }
            position += 1
        }
        return position == end && !isLast ? nil : place
    }

    /// Makes one quote of two, in place.
    private mutating func unquote(_ window: RowWindow) {
        for index in fields.indices where fields[index].hasDoubled {
            let start = window.base + fields[index].start
            var written = 0
            var read = 0
            while read < fields[index].count {
                start[written] = start[read]
                read += start[read] == 0x22 ? 2 : 1
                written += 1
            }
            fields[index].count = written
        }
    }
}
