/// The part of a file that is in memory: the row at hand, and what was read ahead.
final class RowWindow {
    let file: ImportFile
    private(set) var base: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    /// Where the row at hand begins.
    private(set) var begin = 0
    /// Behind the last byte in memory.
    private(set) var end = 0
    private var isAtEnd = false
    /// More than any row of these tables has; above it a quote was left open.
    static let longestRow = 64 << 20

    init(_ file: ImportFile) {
        self.file = file
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Reads more behind what is in memory; the row at hand may move.
    ///
    /// - Parameter line: The line of the row at hand, for the error.
    /// - Returns: False when the file has ended.
    /// - Throws: ``WarehouseError`` with code `badData` where the row has no end.
    func fill(line: Int) throws -> Bool {
        if isAtEnd { return false }
        if begin > 0 {
            base.update(from: base + begin, count: end - begin)
            (begin, end) = (0, end - begin)
        }
        if end == capacity { try grow(line) }
        let room = UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end)
        let count = try file.read(into: room)
        end += count
        isAtEnd = count == 0
        return !isAtEnd
    }

    private func grow(_ line: Int) throws {
        guard capacity < Self.longestRow else {
            throw WarehouseError(
                .badData,
                "read \(file.path.inQuotes): the row at line \(line) is longer than "
                    + "\(Self.longestRow >> 20) MiB; nothing was kept; is a quote left open, or "
                    + "--format or --delimiter another one?"
            )
        }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        larger.update(from: base, count: end)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// Moves on to what follows the row at hand.
    func advance(to position: Int) { begin = position }

    /// Passes a byte order mark and refuses UTF-16.
    func skipMark() throws {
        while end < 3, try fill(line: 1) {}
        let first = UnsafeBufferPointer(start: base, count: min(end, 3))
        if first.count >= 2, first[0] &+ first[1] == 0xFD, first[0] >= 0xFE {
            throw WarehouseError(
                .badData,
                "read \(file.path.inQuotes): it is UTF-16; convert it to UTF-8; nothing was done"
            )
        }
        if first.elementsEqual([0xEF, 0xBB, 0xBF]) { begin = 3 }
    }
}
