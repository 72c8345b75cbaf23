import ChandlerCore

/// A growing run of text bytes with the number forms of the CSV files.
struct DecimalText {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ text: String) { bytes += text.utf8 }

    mutating func append(_ other: [UInt8]) { bytes += other }

    /// A number of 1e-8 units exactly, without trailing zeros: `0.5`, `3`, `-1.00000001`.
    mutating func append(units raw: Int128) {
        if raw < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = raw.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        append(whole: whole)
        var rest = UInt64(fraction)
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var step: UInt64 = 10_000_000
        while rest > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / step))
            rest %= step
            step /= 10
        }
    }

    /// A double to ten digits; nothing for NaN.
    mutating func append(tenDigits value: Double) {
        guard let rounded = TenDigits(value) else { return }
        withUnsafeTemporaryAllocation(
            of: UInt8.self,
            capacity: TenDigits.maximumTextLength
        ) { buffer in
            guard let base = buffer.baseAddress else { return }
            let length = rounded.write(to: base)
            bytes += UnsafeBufferPointer(start: base, count: length)
        }
    }

    private mutating func append(whole: UInt128) {
        guard let small = UInt64(exactly: whole) else {
            bytes += String(whole).utf8
            return
        }
        var step: UInt64 = 1
        while small / step >= 10 { step *= 10 }
        var rest = small
        while step > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / step))
            rest %= step
            step /= 10
        }
    }
}
