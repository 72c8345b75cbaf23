extension StringProtocol {
    /// The first place of a short ASCII text; the standard library alone has none for strings.
    func firstRange(of needle: String) -> Range<Index>? {
        let pattern = Array(needle.utf8)
        var start = startIndex
        while start < endIndex {
            let tail = utf8[start...]
            if tail.starts(with: pattern) {
                return start..<utf8.index(start, offsetBy: pattern.count)
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}

extension String {
    /// The text with A to Z in lower case and every other byte as it was, so that places agree.
    var asciiLowercased: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
