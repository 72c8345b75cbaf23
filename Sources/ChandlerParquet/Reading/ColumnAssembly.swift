/// Puts the rows of one column together, page by page.
struct ColumnAssembly<Decoder: ValueDecoder> {
    /// What a data page holds, decompressed.
    struct Page {
        let encoding: FormatEncoding
        let rowCount: Int
        /// Runs that say which rows have a value; `nil` where all have.
        let levels: UnsafeRawBufferPointer?
        let values: UnsafeRawBufferPointer
    }

    private(set) var values: [Decoder.Value]
    /// One flag per row where the column is nullable.
    private(set) var validity: [Bool]?
    private(set) var rowCount = 0
    private let decoder: Decoder
    private var dictionary: [Decoder.Value]?
    private var indices: [UInt32] = []

    init(_ decoder: Decoder, rows: Int, nullable: Bool) {
        self.decoder = decoder
        values = Array(repeating: decoder.placeholder, count: rows)
        validity = nullable ? Array(repeating: true, count: rows) : nil
    }

    mutating func takeDictionary(
        _ input: UnsafeRawBufferPointer,
        count: Int
    ) throws(PageFault) {
        guard dictionary == nil else { throw .damaged("it is a second dictionary") }
        // Every value takes a byte or more.
        guard 0...input.count ~= count else {
            throw .damaged("a dictionary of \(count) values has \(input.count) bytes")
        }
        var values = Array(repeating: decoder.placeholder, count: count)
        try values.withUnsafeMutableBufferPointer { target throws(PageFault) in
            try decoder.decode(.plain, input, into: target)
        }
        dictionary = values
    }

    mutating func append(_ page: Page) throws(PageFault) {
        guard 0...(values.count - rowCount) ~= page.rowCount else {
            throw .damaged("\(page.rowCount) rows follow \(rowCount) of \(values.count)")
        }
        let rows = rowCount..<rowCount + page.rowCount
        let present = try takeLevels(page, rows)
        if present > 0 {
            try takeValues(page, rows.lowerBound..<rows.lowerBound + present)
            if present < rows.count { spread(present, over: rows) }
        }
        rowCount = rows.upperBound
    }

    private mutating func takeLevels(
        _ page: Page,
        _ rows: Range<Int>
    ) throws(PageFault) -> Int {
        guard let levels = page.levels, validity != nil else { return rows.count }
        var cursor = ByteCursor(levels)
        return try validity?.withUnsafeMutableBufferPointer { flags throws(PageFault) in
            let target = UnsafeMutableBufferPointer(rebasing: flags[rows])
            return try RunLengthHybrid.decode(&cursor, into: target)
        } ?? rows.count
    }

    private mutating func takeValues(_ page: Page, _ rows: Range<Int>) throws(PageFault) {
        guard page.encoding == .rleDictionary || page.encoding == .plainDictionary else {
            let decoder = decoder
            return try values.withUnsafeMutableBufferPointer { values throws(PageFault) in
                let target = UnsafeMutableBufferPointer(rebasing: values[rows])
                try decoder.decode(page.encoding, page.values, into: target)
            }
        }
        guard let dictionary else { throw .damaged("it refers to a dictionary that is not there") }
        try takeIndices(page.values, count: rows.count)
        for (row, index) in zip(rows, indices) {
            guard index < UInt32(truncatingIfNeeded: dictionary.count) else {
                throw .damaged("it refers to value \(index) of \(dictionary.count) in a dictionary")
            }
            values[row] = dictionary[Int(index)]
        }
    }

    private mutating func takeIndices(
        _ input: UnsafeRawBufferPointer,
        count: Int
    ) throws(PageFault) {
        var cursor = ByteCursor(input)
        guard let width = cursor.byte() else { throw .damaged("it ends before its indices") }
        if indices.count < count { indices = Array(repeating: 0, count: count) }
        try indices.withUnsafeMutableBufferPointer { indices throws(PageFault) in
            let target = UnsafeMutableBufferPointer(rebasing: indices[..<count])
            try RunLengthHybrid.decode(&cursor, width: Int(width), into: target)
        }
    }

    /// Moves the values, which stand at the start, to the rows that have one, from the last on.
    private mutating func spread(_ present: Int, over rows: Range<Int>) {
        guard let validity else { return }
        values.withUnsafeMutableBufferPointer { values in
            var from = rows.lowerBound + present - 1
            var to = rows.upperBound - 1
            // Where both meet, the rest is in its place.
            while from >= rows.lowerBound, from < to {
                if validity[to] {
                    values.swapAt(from, to)
                    from -= 1
                }
                to -= 1
            }
        }
    }
}
