/// Finds names in free text and JSON, and puts a mark in their place, the same way here as on the
/// server.
///
/// A name counts where no ASCII letter or digit stands right before or behind it, so that `BTC` is
/// not found in `BTCUSDT`.
struct WordSearch: Sendable, Hashable {
    /// What stands where a name stood.
    static let mark = "[forgotten]"

    /// The names, longest first: the server's alternatives are longest too.
    private let words: [[UInt8]]

    init(_ words: [String]) {
        self.words = Set(words).filter { !$0.isEmpty }.map { Array($0.utf8) }.sorted {
            ($1.count, $0.description) < ($0.count, $1.description)
        }
    }

    /// The expression that the server searches with.
    var pattern: String {
        let alternatives = words.map { word in
            String(decoding: word, as: UTF8.self).reduce(into: "") { text, character in
                if let ascii = character.asciiValue, !Self.isAlphanumeric(ascii) { text += "\\" }
                text.append(character)
            }
        }
        return "(?<![A-Za-z0-9])(?:\(alternatives.joined(separator: "|")))(?![A-Za-z0-9])"
    }

    /// The text with the mark in place of the names; `nil` where there is none.
    func replacing(in text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes -> String? in
            var output: [UInt8]?
            var copied = 0
            var position = 0
            while position < bytes.count {
                guard let length = match(bytes, at: position) else {
                    position += 1
                    continue
                }
                var part = output ?? []
                part.append(contentsOf: bytes[copied..<position])
                part.append(contentsOf: Self.mark.utf8)
                output = part
                position += length
                copied = position
            }
            guard var output else { return nil }
            output.append(contentsOf: bytes[copied...])
            return String(decoding: output, as: UTF8.self)
        }
    }

    private func match(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int? {
        if position > 0, Self.isAlphanumeric(bytes[position - 1]) { return nil }
        for word in words where word.count <= bytes.count - position {
            let end = position + word.count
            if end < bytes.count, Self.isAlphanumeric(bytes[end]) { continue }
            if bytes[position..<end].elementsEqual(word) { return word.count }
        }
        return nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
