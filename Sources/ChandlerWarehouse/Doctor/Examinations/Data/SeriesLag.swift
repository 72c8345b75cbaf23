import ChandlerCore

/// How far a series is behind the server's clock.
struct SeriesLag {
    let name: String
    /// The open time of the last stored candle.
    let watermark: Timestamp?
    /// From the end of what is stored to now.
    let lagSeconds: Double
    /// How far it may be behind.
    let allowedSeconds: Double
    /// From the end of what was asked for to now.
    let unaskedSeconds: Double

    /// Measures; an interval that this program does not know counts as a day.
    init(
        _ name: String,
        interval: String,
        watermark: Timestamp?,
        askedUntil: Timestamp?,
        _ patient: Patient
    ) {
        let interval = Interval(rawValue: interval) ?? .day
        self.name = name
        self.watermark = watermark
        let close = watermark.map { interval.close(of: $0) }
        let end = close ?? askedUntil
        let now = patient.now
        lagSeconds = end.map { max(patient.age(of: $0), 0) } ?? 0
        let asked = [close, askedUntil].compactMap { $0 }.max()
        unaskedSeconds = asked.map { max(patient.age(of: $0), 0) } ?? 0
        let back = interval.advance(now, by: -patient.thresholds.staleIntervals)
        allowedSeconds = patient.age(of: back) + patient.thresholds.settleSeconds
    }

    /// Nothing new is stored, and nobody asked for it.
    var isStale: Bool { unaskedSeconds > allowedSeconds }

    /// Nothing new is stored, though the venue was asked.
    var isSilent: Bool { !isStale && lagSeconds > allowedSeconds }

    var words: String { "\(name) (\(Figure.seconds(lagSeconds)))" }
}
