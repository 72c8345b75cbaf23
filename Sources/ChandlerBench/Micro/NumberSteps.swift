import ChandlerCore
import ChandlerIndicators

/// Writing indicator values as decimal text.
enum NumberSteps {
    /// The way of the loader: a column is split into digits first.
    static let column = "number: split and write, by column"

    static func all(_ sample: MicroSample) -> [MicroStep] {
        let values = sample.frame.columns.flatMap { $0.filter(\.isFinite) }
        return [
            MicroStep(name: column, item: "value", items: values.count, bytes: length(values)) {
                byColumn(values)
            },
            MicroStep(
                name: "number: TenDigits.write",
                item: "value",
                items: values.count,
                bytes: length(values)
            ) {
                oneByOne(values) { TenDigits.write($0, to: $1) }
            },
        ]
    }

    private static func length(_ values: [Double]) -> Int {
        oneByOne(values) { TenDigits.write($0, to: $1) }
    }

    @inline(__always)
    private static func oneByOne(
        _ values: [Double],
        _ write: (Double, UnsafeMutablePointer<UInt8>) -> Int
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            guard let target = buffer.baseAddress else { return 0 }
            return values.reduce(0) { $0 &+ write($1, target) }
        }
    }

    private static func byColumn(_ values: [Double]) -> Int {
        let block = 64
        var mantissas = [Int64](repeating: 0, count: block)
        var exponents = [Int16](repeating: 0, count: block)
        var length = 0
        values.withUnsafeBufferPointer { values in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
                guard let source = values.baseAddress, let target = buffer.baseAddress else {
                    return
                }
                for start in stride(from: 0, to: values.count, by: block) {
                    let count = min(block, values.count - start)
                    TenDigits.split(
                        source + start,
                        count: count,
                        mantissas: &mantissas,
                        exponents: &exponents
                    )
                    for index in 0..<count {
                        length &+= TenDigits.write(
                            mantissa: mantissas[index],
                            exponent: exponents[index],
                            to: target
                        )
                    }
                }
            }
        }
        return length
    }
}
