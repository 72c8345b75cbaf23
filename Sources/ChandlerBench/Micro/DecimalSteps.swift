import ChandlerCore

/// Reading decimals from text.
enum DecimalSteps {
    static func all(_ sample: MicroSample) -> [MicroStep] {
        let prices = DecimalTexts(sample.steps.map { ($0.close, 2) })
        let volumes = DecimalTexts(sample.steps.map { ($0.volume, 5) })
        return [
            MicroStep(
                name: "decimal: price",
                item: "text",
                items: prices.count,
                bytes: prices.bytes.count
            ) {
                try prices.sum { text throws(FixedPointError) in
                    Int(truncatingIfNeeded: try Price(parsing: text).raw)
                }
            },
            MicroStep(
                name: "decimal: volume",
                item: "text",
                items: volumes.count,
                bytes: volumes.bytes.count
            ) {
                try volumes.sum { text throws(FixedPointError) in
                    Int(truncatingIfNeeded: try Quantity(parsing: text).raw)
                }
            },
        ]
    }
}

/// Decimals as venues write them, one after the other in one buffer.
private struct DecimalTexts {
    let bytes: [UInt8]
    private let ends: [Int]

    init(_ numbers: [(steps: Int64, decimals: Int)]) {
        var text = ByteText()
        ends = numbers.map { number in
            text.append(steps: number.steps, decimals: number.decimals)
            return text.bytes.count
        }
        bytes = text.bytes
    }

    var count: Int { ends.count }

    @inline(__always)
    func sum(
        _ read: (UnsafeBufferPointer<UInt8>) throws(FixedPointError) -> Int
    ) throws -> Int {
        try bytes.withUnsafeBufferPointer { bytes in
            var sum = 0
            var start = 0
            for end in ends {
                sum &+= try read(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
            return sum
        }
    }
}
