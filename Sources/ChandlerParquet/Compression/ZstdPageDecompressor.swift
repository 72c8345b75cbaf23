import CZstd

/// Decompresses pages with one libzstd context.
final class ZstdPageDecompressor: PageDecompressor {
    private let context: OpaquePointer

    /// Four bytes can stand for a block of 128 KiB.
    let largestRatio = 32_768

    init() throws(ParquetError) {
        guard let context = ZSTD_createDCtx() else {
            throw ParquetError(.compressionFailed, "start zstd: libzstd had no memory for it")
        }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func decompress(
        _ input: UnsafeRawBufferPointer,
        size: Int,
        into output: inout ByteBuffer
    ) throws(PageFault) {
        let announced = ZSTD_getFrameContentSize(input.baseAddress, input.count)
        // The two highest numbers stand for "not said" and "no frame"; the latter shows below.
        guard announced >= UInt64.max - 1 || announced == UInt64(size) else {
            throw .damaged("a page of \(size) bytes is stored as \(announced) bytes of zstd")
        }
        try output.append(upTo: size) { start throws(PageFault) in
            let count = ZSTD_decompressDCtx(context, start, size, input.baseAddress, input.count)
            guard ZSTD_isError(count) == 0 else {
                let words = String(cString: ZSTD_getErrorName(count))
                throw .damaged(
                    "\(size) bytes should unpack from zstd; libzstd said \(quoted(words))"
                )
            }
            guard count == size else {
                throw .damaged("a page of \(size) bytes unpacked to \(count)")
            }
            return count
        }
    }
}
