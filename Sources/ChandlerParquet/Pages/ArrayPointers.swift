/// Lends out an array's elements in place, with a typed error.
func withPointer<Element, Failure>(
    to array: [Element],
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Void
) throws(Failure) {
    try array.withUnsafeBufferPointer(body)
}

/// The same for an array that may be missing.
func withPointer<Element, Failure>(
    to array: [Element]?,
    _ body: (UnsafeBufferPointer<Element>?) throws(Failure) -> Void
) throws(Failure) {
    guard let array else { return try body(nil) }
    try array.withUnsafeBufferPointer(body)
}
