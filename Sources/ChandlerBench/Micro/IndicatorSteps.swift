import ChandlerIndicators

/// Computing indicators: each alone, and the two sets.
enum IndicatorSteps {
    static func all(_ sample: MicroSample) throws -> [MicroStep] {
        let alone = try IndicatorSet.full.names.map { name in
            step("indicator: \(name)", try IndicatorSet(names: [name]), sample)
        }
        return [
            step("indicators: core (\(IndicatorSet.core.names.count))", .core, sample),
            step("indicators: full (\(IndicatorSet.full.names.count))", .full, sample),
        ] + alone
    }

    private static func step(
        _ name: String,
        _ set: IndicatorSet,
        _ sample: MicroSample
    ) -> MicroStep {
        var frame = IndicatorFrame()
        return MicroStep(name: name, item: "candle", items: sample.candles.count) {
            var engine = IndicatorEngine(set)
            engine.update(sample.columns, into: &frame)
            return frame.columns.reduce(0) { $0 &+ $1.count }
        }
    }
}
