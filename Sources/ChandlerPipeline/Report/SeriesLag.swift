public import ChandlerCore

/// How far the end of a series' last candle is in the past.
public struct SeriesLag: Sendable, Hashable {
    /// Since the end of the last candle; 0 where a clock is behind it.
    public let seconds: Double
    /// Candles that have ended since and are not stored.
    public let candles: Int

    /// Compares the last candle with a moment.
    ///
    /// - Parameters:
    ///   - watermark: The open time of the last candle.
    ///   - interval: The candle length.
    ///   - now: The moment.
    public init(_ watermark: Timestamp, _ interval: Interval, at now: Timestamp) {
        let end = interval.close(of: watermark)
        guard now > end else {
            seconds = 0
            candles = 0
            return
        }
        let microseconds: Int64 = now - end
        seconds = Double(microseconds) / 1e6
        // Months have no fixed length, and the 3-day grid is the venue's own.
        if let length = interval.fixedMicroseconds {
            candles = Int(microseconds / length)
        } else {
            candles = interval.count(in: TimeRange(end, max(end, interval.floor(now))))
        }
    }
}
