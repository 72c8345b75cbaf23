import CZstd

/// Compresses pages with one libzstd context.
final class ZstdPageCompressor: PageCompressor {
    private let context: OpaquePointer
    private let level: Int32

    init(level: Int) throws(ParquetError) {
        guard 1...22 ~= level else {
            throw .invalidOption("zstd level", was: level, allowed: "1 to 22")
        }
        guard let context = ZSTD_createCCtx() else {
            throw ParquetError(.compressionFailed, "start zstd: libzstd had no memory for it")
        }
        self.context = context
        self.level = Int32(level)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Begins a block at every cut, so that each kind of bytes gets codes of its own: one per cent
    /// smaller for doubles split into streams, which newer versions of libzstd reach by themselves.
    func compress(
        _ input: UnsafeRawBufferPointer,
        cuts: [Int],
        into output: inout ByteBuffer
    ) throws(ParquetError) {
        var ends = cuts.filter { 0 < $0 && $0 < input.count }
        ends.append(input.count)
        // A block that is cut short costs a header of three bytes.
        let limit = ZSTD_compressBound(input.count) + 16 * ends.count
        try output.append(upTo: limit) { start throws(ParquetError) in
            try check(ZSTD_CCtx_reset(context, ZSTD_reset_session_only), input.count)
            try check(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level), input.count)
            try setSearch(isSplit: !cuts.isEmpty, input.count)
            try check(ZSTD_CCtx_setPledgedSrcSize(context, UInt64(input.count)), input.count)
            var target = ZSTD_outBuffer(dst: start, size: limit, pos: 0)
            var source = ZSTD_inBuffer(src: input.baseAddress, size: 0, pos: 0)
            for end in ends {
                source.size = end
                let directive = end == input.count ? ZSTD_e_end : ZSTD_e_flush
                var left = 1
                while left > 0 {
                    left = ZSTD_compressStream2(context, &target, &source, directive)
                    try check(left, input.count)
                }
            }
            return target.pos
        }
    }

    /// Chooses how matches are looked for.
    ///
    /// Doubles split into streams are mostly digits that never come again. At level 3 one small table
    /// finds nearly all matches there are: a quarter less time for a third of one per cent more bytes.
    private func setSearch(isSplit: Bool, _ size: Int) throws(ParquetError) {
        // 0 stands for what the level says.
        let isShort = isSplit && level == 3
        let strategy = isShort ? Int32(ZSTD_fast.rawValue) : 0
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_strategy, strategy), size)
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, isShort ? 13 : 0), size)
        try check(ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, isShort ? 5 : 0), size)
    }

    private func check(_ code: Int, _ size: Int) throws(ParquetError) {
        guard ZSTD_isError(code) != 0 else { return }
        throw ParquetError(
            .compressionFailed,
            "compress \(size) bytes with zstd level \(level): libzstd said "
                + quoted(String(cString: ZSTD_getErrorName(code)))
        )
    }
}
