import Glibc

extension String {
    /// Hands out the text's UTF-8 without copying where it is contiguous, as it nearly always is.
    func withTextBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let direct = utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
        if let direct { return direct }
        return Array(utf8).withUnsafeBytes(body)
    }
}

/// Orders two texts by unsigned bytes, as the format does; the result is like that of `memcmp`.
///
/// Where one text begins the other, the shorter one comes first.
func compareBytes(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int {
    let shared = min(first.count, second.count)
    if shared > 0, let left = first.baseAddress, let right = second.baseAddress {
        let order = memcmp(left, right, shared)
        if order != 0 { return Int(order) }
    }
    return first.count - second.count
}
