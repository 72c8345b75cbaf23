import ChandlerCore
import ChandlerDigest

/// The digest by which a loaded span can be compared with a later answer of the venue.
///
/// Each row is 97 bytes, little endian: open time in microseconds, open, high, low and close in
/// units of 1e-8 and the trade count (8 bytes each); volume, quote volume and the taker's buy
/// volume in units of 1e-8 (16 each); a byte whose bits 0, 1 and 2 say that quote volume, trade
/// count and taker's buy volume are there. Absent fields are zero.
enum RowDigest {
    /// SHA-256 over rows in their order, as 64 hexadecimal digits.
    static func hex(of candles: some Sequence<Candle>) -> String {
        var digest = SHA256()
        // A call a row costs as much as the digest itself.
        withUnsafeTemporaryAllocation(
            byteCount: rowSize * rowsAtATime,
            alignment: 16
        ) { buffer in
            var used = 0
            for candle in candles {
                write(candle, to: buffer, at: used)
                used += rowSize
                if used == buffer.count {
                    digest.update(UnsafeRawBufferPointer(buffer))
                    used = 0
                }
            }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<used]))
        }
        return digest.finishHex()
    }

    private static let rowSize = 97
    private static let rowsAtATime = 128

    private static func write(
        _ candle: Candle,
        to buffer: UnsafeMutableRawBufferPointer,
        at start: Int
    ) {
        var place = start
        func put<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
            buffer.storeBytes(of: value.littleEndian, toByteOffset: place, as: Value.self)
            place += MemoryLayout<Value>.size
        }
        put(candle.openTime.microseconds)
        put(candle.open.raw)
        put(candle.high.raw)
        put(candle.low.raw)
        put(candle.close.raw)
        put(candle.tradeCount ?? 0)
        put(candle.volume.raw)
        put(candle.quoteVolume?.raw ?? 0)
        put(candle.takerBuyVolume?.raw ?? 0)
        let flags: UInt8 =
            (candle.quoteVolume == nil ? 0 : 1) | (candle.tradeCount == nil ? 0 : 2)
            | (candle.takerBuyVolume == nil ? 0 : 4)
        put(flags)
    }
}
