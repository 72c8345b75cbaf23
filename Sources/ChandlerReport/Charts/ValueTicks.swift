import Glibc

/// Round values along a scale: 1, 2 or 5 times a power of ten apart.
struct ValueTicks: Sendable, Hashable {
    /// The values, ascending.
    let values: [Double]
    /// The decimals that tell them apart.
    let decimals: Int

    /// Chooses values.
    ///
    /// - Parameters:
    ///   - low: The lower end, finite.
    ///   - high: The upper end, above `low`.
    ///   - most: How many there may be.
    init(from low: Double, to high: Double, most: Int) {
        let rough = (high - low) / Double(max(1, most))
        guard rough > 0, rough.isFinite else {
            values = []
            decimals = 0
            return
        }
        var exponent = Int(log10(rough).rounded(.down))
        var factor: Double = [1, 2, 5].first { $0 * NumberText.power(exponent) >= rough } ?? 10
        if factor == 10 {
            factor = 1
            exponent += 1
        }
        // Dividing by a whole power of ten rounds once, multiplying by 0.1 would round twice.
        let unit = NumberText.power(-exponent)
        func value(_ count: Double) -> Double {
            exponent < 0 ? count * factor / unit : count * factor * NumberText.power(exponent)
        }
        let step = value(1)
        var count = (low / step).rounded(.up)
        var values: [Double] = []
        while value(count) <= high, values.count <= most * 3 {
            values.append(value(count) == 0 ? 0 : value(count))
            count += 1
        }
        self.values = values
        decimals = max(0, -exponent)
    }

    /// The same values with more decimals, where that is not many: prices far below 1 line up.
    func withDecimals(_ wanted: Int) -> ValueTicks {
        wanted > decimals && wanted - decimals <= 3 ? ValueTicks(values, wanted) : self
    }

    private init(_ values: [Double], _ decimals: Int) {
        self.values = values
        self.decimals = decimals
    }

    /// The values as labels.
    var labels: [String] { values.map { NumberText.fixed($0, decimals) } }
}

/// Turns values into pixels, larger ones further up.
struct ValueScale: Sendable, Hashable {
    let low: Double
    let high: Double
    let top: Double
    let bottom: Double

    /// The scale of some values, with a margin; a single value is in the middle.
    init(_ low: Double, _ high: Double, margin: Double, top: Double, bottom: Double) {
        let span = high - low
        // Less than this is lost in the digits of a double.
        if span > max(low.magnitude, high.magnitude) * 1e-12 {
            self.low = low - span * margin
            self.high = high + span * margin
        } else {
            let room = max(low.magnitude, high.magnitude) * 0.001
            self.low = low - (room > 0 ? room : 1)
            self.high = high + (room > 0 ? room : 1)
        }
        self.top = top
        self.bottom = bottom
    }

    /// The pixel of a value.
    func y(_ value: Double) -> Double {
        bottom - (value - low) / (high - low) * (bottom - top)
    }
}
