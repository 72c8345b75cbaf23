import ChandlerCore

/// A run of text bytes with the number forms of the CSV files.
///
/// Nothing but ``reserve(_:)`` makes room: what is appended must have been reserved, with
/// ``longestUnits`` bytes for a number of units and `TenDigits.maximumTextLength` for a double.
struct DecimalText: ~Copyable {
    /// The most bytes that a number of units touches: sign, 31 digits, point, and eight digits
    /// that are stored at once.
    static let longestUnits = 48

    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    mutating func removeAll() { count = 0 }

    /// Makes room for more bytes.
    mutating func reserve(_ additional: Int) {
        guard capacity - count < additional else { return }
        let grown = max(capacity * 2, count + additional)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    mutating func append(_ text: String) {
        reserve(text.utf8.count)
        for byte in text.utf8 { append(byte) }
    }

    @inline(__always)
    mutating func append(_ other: [UInt8]) {
        other.withUnsafeBufferPointer { other in
            guard let start = other.baseAddress else { return }
            (base + count).update(from: start, count: other.count)
            count += other.count
        }
    }

    /// A number of 1e-8 units exactly, without trailing zeros: `0.5`, `3`, `-1.00000001`.
    mutating func append(units raw: Int64) {
        if raw < 0 { append(UInt8(ascii: "-")) }
        let (whole, fraction) = raw.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        append(whole: whole)
        append(fraction: fraction)
    }

    /// A number of 1e-8 units of any size, as the narrow form writes it.
    mutating func append(units raw: Int128) {
        if let narrow = Int64(exactly: raw) { return append(units: narrow) }
        if raw < 0 { append(UInt8(ascii: "-")) }
        let (whole, fraction) = raw.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        for byte in String(whole).utf8 { append(byte) }
        append(fraction: UInt64(fraction))
    }

    /// A double to ten digits; nothing for NaN.
    @inline(__always)
    mutating func append(tenDigits value: Double) {
        count += TenDigits.write(value, to: base + count)
    }

    @inline(__always)
    private mutating func append(whole: UInt64) {
        if whole < 10 { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole)) }
        var digits = 2
        var limit: UInt64 = 100
        while whole >= limit, digits < 19 {
            digits += 1
            limit *= 10
        }
        if whole >= limit { digits += 1 }
        var rest = whole
        for place in stride(from: digits - 1, through: 0, by: -1) {
            base[count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    @inline(__always)
    private mutating func append(fraction: UInt64) {
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        let digits = TenDigits.eightDigits(fraction)
        UnsafeMutableRawPointer(base + count).storeBytes(of: digits.littleEndian, as: UInt64.self)
        count += 8 - (digits ^ 0x3030_3030_3030_3030).leadingZeroBitCount >> 3
    }
}
