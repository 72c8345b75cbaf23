import ChandlerPostgres
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct DecimalWireTests {
    @Test(arguments: [
        (18, 8), (28, 8), (8, 4), (5, 4), (38, 0), (38, 38), (38, 37), (38, 1), (1, 1), (5, 5),
        (10, 3), (37, 2), (20, 10), (4, 0), (38, 30),
    ])
    func valuesAreThoseOfTheServer(precision: Int, scale: Int) throws {
        var generator = SeededGenerator.announced("decimals")
        let largest = (0..<precision).reduce(Int128(1)) { power, _ in power * 10 } - 1
        var values: [Int128] = [0, 1, -1, largest, -largest, largest / 2, 10_000 % (largest + 1)]
        for _ in 0..<300 {
            let digits = Int.random(in: 1...precision, using: &generator)
            let bound = (0..<digits).reduce(Int128(1)) { power, _ in power * 10 }
            var value = Int128.random(in: (1 - bound)...(bound - 1), using: &generator)
            if Bool.random(using: &generator) { value = value / 10_000 * 10_000 }
            values.append(value)
        }
        let texts = values.map { DecimalWireTests.text($0, scale: scale) }
        let list = texts.map { "('\($0)'::numeric(\(precision),\(scale)))" }
        let connection = try TestCluster.shared().connect()
        var index = 0
        try connection.copyOut(
            "COPY (VALUES \(list.joined(separator: ","))) TO STDOUT (FORMAT binary)"
        ) { row in
            try row.withBytes(0) { bytes in
                let value = try? DecimalWire.read(bytes, scale: scale)
                #expect(value == values[index])
                var target = [UInt8](repeating: 0, count: DecimalWire.largest)
                let count = target.withUnsafeMutableBufferPointer { buffer in
                    buffer.baseAddress.map {
                        DecimalWire.write(values[index], scale: scale, to: $0)
                    }
                }
                #expect(Array(target.prefix(count ?? 0)) == Array(bytes), "\(texts[index])")
            }
            index += 1
        }
        #expect(index == values.count)
    }

    @Test(arguments: ["NaN", "1.23", "1e20"])
    func whatIsNoSuchDecimalIsRefused(text: String) throws {
        let connection = try TestCluster.shared().connect()
        try connection.copyOut("COPY (SELECT '\(text)'::numeric) TO STDOUT (FORMAT binary)") {
            let value = try $0.withBytes(0) { bytes in try? DecimalWire.read(bytes, scale: 4) }
            #expect(value == nil)
        }
    }

    private static func text(_ value: Int128, scale: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let sign = value < 0 ? "-" : ""
        return scale == 0
            ? sign + digits : "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}
