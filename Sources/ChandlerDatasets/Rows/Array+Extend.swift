extension Array where Element: BitwiseCopyable {
    /// Appends `count` elements that `fill` puts in place; the memory is kept from use to use.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - blank: What stands there until it is filled.
    ///   - fill: Gets the first of the new elements.
    @inline(__always)
    mutating func extend(
        by count: Int,
        repeating blank: Element,
        _ fill: (UnsafeMutablePointer<Element>) -> Void
    ) {
        let end = self.count
        append(contentsOf: repeatElement(blank, count: count))
        withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            fill(base + end)
        }
    }

    /// Gives the array exactly `count` elements and keeps its memory; what is in them is undefined.
    mutating func resize(to count: Int, repeating blank: Element) {
        if count < self.count {
            removeLast(self.count - count)
        } else {
            append(contentsOf: repeatElement(blank, count: count - self.count))
        }
    }
}
