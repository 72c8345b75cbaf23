import Synchronization

/// Parsers that are not in use: as many as pages were ever parsed at the same time.
final class ParserPool<Parser: Sendable>: Sendable {
    private let idle = Mutex<[Parser]>([])
    private let make: @Sendable () -> Parser

    /// Makes an empty pool.
    init(_ make: @escaping @Sendable () -> Parser) {
        self.make = make
    }

    /// Lends a parser to one task.
    func lend<Result, Failure: Error>(
        _ use: (Parser) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let parser = idle.withLock { $0.popLast() } ?? make()
        defer { idle.withLock { $0.append(parser) } }
        return try use(parser)
    }
}
