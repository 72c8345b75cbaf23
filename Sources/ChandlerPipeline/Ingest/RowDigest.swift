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
        for candle in candles {
            let flags: UInt8 =
                (candle.quoteVolume == nil ? 0 : 1) | (candle.tradeCount == nil ? 0 : 2)
                | (candle.takerBuyVolume == nil ? 0 : 4)
            withUnsafeBytes(
                of: (
                    candle.openTime.microseconds.littleEndian, candle.open.raw.littleEndian,
                    candle.high.raw.littleEndian, candle.low.raw.littleEndian,
                    candle.close.raw.littleEndian,
                    (candle.tradeCount ?? 0).littleEndian
                )
            ) { digest.update($0) }
            withUnsafeBytes(
                of: (
                    candle.volume.raw.littleEndian, (candle.quoteVolume?.raw ?? 0).littleEndian,
                    (candle.takerBuyVolume?.raw ?? 0).littleEndian
                )
            ) { digest.update($0) }
            withUnsafeBytes(of: flags) { digest.update($0) }
        }
        return digest.finishHex()
    }
}
