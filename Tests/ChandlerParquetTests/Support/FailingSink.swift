import ChandlerParquet

/// Takes a number of writes and throws at each one after them.
final class FailingSink: ByteSink {
    struct Full: Error {}

    private(set) var writes = 0
    private let limit: Int

    init(failingAfter limit: Int) { self.limit = limit }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard writes < limit else { throw Full() }
        writes += 1
    }
}
