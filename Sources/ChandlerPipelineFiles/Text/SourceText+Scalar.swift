extension SourceText {
    /// Where the characters of a scalar stand, where it is in one line.
    ///
    /// - Parameters:
    ///   - text: The scalar's value.
    ///   - position: Where it begins, its quote included.
    /// - Returns: The column of each character and of the end of the last; and how long the scalar
    ///   is with its quotes.
    func columns(of text: String, at position: Position) -> (columns: [Int], length: Int)? {
        let rest = Array(rest(from: position))
        let spans: [Int]?
        let quotes: Int
        switch rest.first {
        case "'": (spans, quotes) = (Self.singleQuoted(rest), 1)
        case "\"": (spans, quotes) = (Self.doubleQuoted(rest), 1)
        default:
            let scalars = Array(text.unicodeScalars)
            guard rest.starts(with: scalars) else { return nil }
            (spans, quotes) = (Array(0...scalars.count), 0)
        }
        guard let spans, spans.count == text.unicodeScalars.count + 1, let end = spans.last else {
            return nil
        }
        // From scalars to characters.
        var columns: [Int] = []
        var count = 0
        for character in text {
            columns.append(position.column + spans[count])
            count += character.unicodeScalars.count
        }
        columns.append(position.column + end)
        return (columns, end + quotes)
    }

    /// Offsets of the scalars between single quotes, and of the closing one.
    private static func singleQuoted(_ raw: [Unicode.Scalar]) -> [Int]? {
        var spans: [Int] = []
        var index = 1
        while index < raw.count {
            spans.append(index)
            if raw[index] == "'" {
                guard index + 1 < raw.count, raw[index + 1] == "'" else { return spans }
                index += 1
            }
            index += 1
        }
        return nil
    }

    /// Offsets of the scalars between double quotes, and of the closing one.
    private static func doubleQuoted(_ raw: [Unicode.Scalar]) -> [Int]? {
        var spans: [Int] = []
        var index = 1
        while index < raw.count {
            spans.append(index)
            if raw[index] == "\"" { return spans }
            if raw[index] == "\\", index + 1 < raw.count {
                let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
                index += 1 + (digits[raw[index + 1]] ?? 0)
            }
            index += 1
        }
        return nil
    }
}
