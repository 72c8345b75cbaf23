import ChandlerDigest

/// A running SHA-256 that closures can share.
final class RunningSum {
    private var sum: SHA256? = SHA256()

    /// How many bytes were added.
    private(set) var byteCount = 0

    /// Adds bytes.
    func add(_ bytes: UnsafeRawBufferPointer) {
        sum?.update(bytes)
        byteCount += bytes.count
    }

    /// Adds a text.
    func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the digest; to be called once.
    func finish() -> String {
        guard let sum = sum.take() else {
            preconditionFailure("Invariant: a sum is finished once")
        }
        return sum.finishHex()
    }
}
