import ChandlerIndicators
import Testing

/// The acceptance rule of the conventions: |x - g| at most 1e-9 of the unit's scale.
struct GoldenComparison {
    let candles: CandleColumns
    /// Columns for which a file allows more than 1e-9.
    var allowances: [String: Double] = [:]

    /// The first row that is not accepted, in words; `nil` when all are.
    func firstDifference(_ info: IndicatorInfo, _ computed: [Double], _ golden: [Double]) -> String?
    {
        guard computed.count == golden.count else {
            return "\(info.name): \(computed.count) rows, golden has \(golden.count)"
        }
        let allowance = allowances[info.name] ?? 1e-9
        var largest = 0.0
        for row in golden.indices {
            let (value, wanted) = (computed[row], golden[row])
            largest = max(largest, candles.volumes[row], wanted.isNaN ? 0 : wanted.magnitude)
            if value.isNaN && wanted.isNaN { continue }
            let scale = scale(info.unit, wanted, candles.closes[row], largest)
            if (value - wanted).magnitude <= allowance * scale { continue }
            return "\(info.name) row \(row): was \(value), golden \(wanted), scale \(scale)"
        }
        return nil
    }

    private func scale(
        _ unit: IndicatorInfo.Unit,
        _ golden: Double,
        _ close: Double,
        _ largestVolume: Double
    ) -> Double {
        switch unit {
        case .price: max(golden.magnitude, close)
        case .percent: max(golden.magnitude, 100)
        case .ratio: max(golden.magnitude, 1)
        case .volume: largestVolume
        case .sign: 0
        }
    }
}
