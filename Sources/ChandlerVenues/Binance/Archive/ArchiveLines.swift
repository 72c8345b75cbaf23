/// The lines of a ZIP's member, from a window that slides over its content.
///
/// Memory is the same for every file: one piece, and the line that continues in the next.
struct ArchiveLines: ~Copyable {
    /// The longest line that a file may have; a row has about 120 bytes.
    static let longest = 1_024
    /// The number of bytes inflated at a time.
    static let piece = 65_536
    /// Bytes before the window, which the fast readers of numbers may look at.
    private static let lead = 32

    private let memory: UnsafeMutableRawBufferPointer

    /// Allocates the window.
    init() {
        memory = .allocate(byteCount: Self.lead + Self.longest + Self.piece, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        memory.deallocate()
    }

    /// Hands out all lines, without their ends; empty ones are left out.
    ///
    /// - Parameters:
    ///   - stream: The content.
    ///   - use: Receives memory that holds the line, and where it is in it; valid during the call.
    /// - Throws: ``ArchiveFault`` where the content is damaged or has a line that is no row, or
    ///   what `use` throws; lines that were handed out before are not to be used then.
    borrowing func forEach(
        of stream: ZipStream,
        _ use: (UnsafePointer<UInt8>, Range<Int>) throws(ArchiveFault) -> Void
    ) throws(ArchiveFault) {
        guard let base = memory.baseAddress else { return }
        let page = UnsafePointer(base.assumingMemoryBound(to: UInt8.self))
        var kept = 0
        while true {
            let filled = Self.lead + kept
            let count = try read(stream, at: filled)
            let end = filled + count
            // The last line may have no end of its own.
            let start = try lines(page, Self.lead..<end, isLast: count == 0, use)
            if count == 0 { return }
            kept = end - start
            guard kept <= Self.longest else {
                throw .rows("a line has more than \(Self.longest) bytes")
            }
            (base + Self.lead).copyMemory(from: base + start, byteCount: kept)
        }
    }

    private borrowing func read(_ stream: ZipStream, at offset: Int) throws(ArchiveFault) -> Int {
        do throws(ZipFault) {
            return try stream.read(
                into: UnsafeMutableRawBufferPointer(rebasing: memory[offset..<offset + Self.piece])
            )
        } catch {
            throw .zip(error)
        }
    }

    /// Hands out the lines that end in the window; answers where the next one begins.
    private borrowing func lines(
        _ page: UnsafePointer<UInt8>,
        _ window: Range<Int>,
        isLast: Bool,
        _ use: (UnsafePointer<UInt8>, Range<Int>) throws(ArchiveFault) -> Void
    ) throws(ArchiveFault) -> Int {
        var start = window.lowerBound
        for position in window where page[position] == UInt8(ascii: "\n") {
            try hand(page, start..<position, use)
            start = position + 1
        }
        if isLast { try hand(page, start..<window.upperBound, use) }
        return start
    }

    private borrowing func hand(
        _ page: UnsafePointer<UInt8>,
        _ line: Range<Int>,
        _ use: (UnsafePointer<UInt8>, Range<Int>) throws(ArchiveFault) -> Void
    ) throws(ArchiveFault) {
        let hasReturn = !line.isEmpty && page[line.upperBound - 1] == UInt8(ascii: "\r")
        let row = line.lowerBound..<line.upperBound - (hasReturn ? 1 : 0)
        guard row.count <= Self.longest else {
            throw .rows("a line has more than \(Self.longest) bytes")
        }
        if !row.isEmpty { try use(page, row) }
    }
}
