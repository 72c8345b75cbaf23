/// Finds the bounds of texts by their bytes.
struct TextExtent {
    /// A longer bound would bloat the footer; then the chunk has none.
    static let longestBound = 1024

    private var minimum: [UInt8]?
    private var maximum: [UInt8]?

    mutating func include(_ text: UnsafeRawBufferPointer) {
        if isBeyond(minimum, text, sign: -1) { minimum = Array(text) }
        if isBeyond(maximum, text, sign: 1) { maximum = Array(text) }
    }

    var bounds: (minimum: [UInt8], maximum: [UInt8])? {
        guard let minimum, let maximum,
            max(minimum.count, maximum.count) <= Self.longestBound
        else { return nil }
        return (minimum, maximum)
    }

    private func isBeyond(_ bound: [UInt8]?, _ text: UnsafeRawBufferPointer, sign: Int) -> Bool {
        guard let bound else { return true }
        return bound.withUnsafeBytes { compareBytes(text, $0) * sign > 0 }
    }
}
