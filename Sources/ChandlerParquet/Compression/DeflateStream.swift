import CZlib

/// Owns one zlib stream that writes gzip members with fixed headers, or pieces of one.
///
/// The header says time 0 and operating system 255 ("unknown"), so that the same input and level
/// give the same bytes at any time and on any system with the same zlib.
final class DeflateStream {
    typealias Emit = (UnsafeRawBufferPointer) -> Void

    // zlib keeps the addresses of both, so they must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let header: UnsafeMutablePointer<gz_header>
    private let piece: UnsafeMutableRawBufferPointer

    /// Whether whole members with header and trailer come out, or their compressed blocks alone.
    enum Form {
        case member
        case blocks
    }

    private let form: Form

    init(level: Int, form: Form = .member) throws(ParquetError) {
        self.form = form
        guard 0...9 ~= level else {
            throw .invalidOption("gzip level", was: level, allowed: "0 to 9")
        }
        // Nothing is allocated before the last throw that deinit does not follow.
        piece = .allocate(byteCount: 1 << 16, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        header = .allocate(capacity: 1)
        header.initialize(to: gz_header())
        header.pointee.os = 255
        let status = Self.start(stream, Int32(level), form)
        guard status == Z_OK else { throw .zlib("start gzip", status, stream.pointee.msg) }
        if form == .member { deflateSetHeader(stream, header) }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        header.deallocate()
        piece.deallocate()
    }

    /// Compresses more input into the member at hand.
    func append(_ input: UnsafeRawBufferPointer, _ emit: Emit) throws(ParquetError) {
        // zlib counts input in 32 bits.
        var rest = input[...]
        while !rest.isEmpty {
            let part = rest.prefix(1 << 30)
            try run(UnsafeRawBufferPointer(rebasing: part), Z_NO_FLUSH, emit)
            rest = rest[part.endIndex...]
        }
    }

    /// Ends the member, or the piece at a whole byte; the next input begins a new one and refers to
    /// nothing before it.
    func finish(_ emit: Emit) throws(ParquetError) {
        let ending = form == .member ? Z_FINISH : Z_SYNC_FLUSH
        try run(UnsafeRawBufferPointer(start: nil, count: 0), ending, emit)
        let status = deflateReset(stream)
        guard status == Z_OK else { throw .zlib("reset gzip", status, stream.pointee.msg) }
        if form == .member { deflateSetHeader(stream, header) }
    }

    private static func start(
        _ stream: UnsafeMutablePointer<z_stream>,
        _ level: Int32,
        _ form: Form
    ) -> Int32 {
        switch form {
        case .member: chandler_deflate_init_gzip(stream, level)
        case .blocks:
            // A negative window size asks for no wrapper.
            deflateInit2_(
                stream,
                level,
                Z_DEFLATED,
                -15,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            )
        }
    }

    private func run(
        _ input: UnsafeRawBufferPointer,
        _ flush: Int32,
        _ emit: Emit
    ) throws(ParquetError) {
        // zlib's interface lacks const here; it only reads the input.
        let start = UnsafeMutableRawPointer(mutating: input.baseAddress)
        stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(input.count)
        repeat {
            stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(piece.count)
            let status = deflate(stream, flush)
            // Z_BUF_ERROR only says that there was nothing left to do.
            guard status >= Z_OK || status == Z_BUF_ERROR else {
                throw .zlib("compress with gzip", status, stream.pointee.msg)
            }
            let written = piece.count - Int(stream.pointee.avail_out)
            emit(UnsafeRawBufferPointer(rebasing: piece[..<written]))
        } while stream.pointee.avail_out == 0
    }
}
