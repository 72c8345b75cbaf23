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

    func compress(
        _ input: UnsafeRawBufferPointer,
        into output: inout ByteBuffer
    ) throws(ParquetError) {
        let limit = ZSTD_compressBound(input.count)
        try output.append(upTo: limit) { end throws(ParquetError) in
            let written = ZSTD_compressCCtx(
                context,
                end,
                limit,
                input.baseAddress,
                input.count,
                level
            )
            guard ZSTD_isError(written) == 0 else {
                throw ParquetError(
                    .compressionFailed,
                    "compress \(input.count) bytes with zstd level \(level): libzstd said "
                        + quoted(String(cString: ZSTD_getErrorName(written)))
                )
            }
            return written
        }
    }
}
