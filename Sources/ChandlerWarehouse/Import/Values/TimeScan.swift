/// Takes an ISO 8601 time apart from front to back.
struct TimeScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether the seconds had more than six decimals that are not zero.
    private(set) var hasNanoseconds = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for index in position..<(position + width) {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += width
        return value
    }

    /// `YYYY-MM-DD`; `nil` and nothing read for anything else.
    mutating func day() -> (year: Int, month: Int, day: Int)? {
        let start = position
        if let year = number(4), skip(0x2D), let month = number(2), skip(0x2D),
            let day = number(2)
        {
            return (year, month, day)
        }
        position = start
        return nil
    }

    /// `T`, `t` or a space.
    mutating func skipSeparator() -> Bool { skip(0x54) || skip(0x74) || skip(0x20) }

    /// `HH:MM[:SS[.f]]` in microseconds since midnight.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(2), hour < 24, skip(0x3A), let minute = number(2), minute < 60
        else { return nil }
        var total = Int64(hour * 3_600 + minute * 60) * 1_000_000
        guard skip(0x3A) else { return total }
        guard let second = number(2), second < 60 else { return nil }
        total += Int64(second) * 1_000_000
        guard skip(0x2E) || skip(0x2C) else { return total }
        return fraction().map { total + $0 }
    }

    private mutating func fraction() -> Int64? {
        var unit: Int64 = 100_000
        var value: Int64 = 0
        var count = 0
        while position < bytes.count, bytes[position] &- 0x30 <= 9 {
            let digit = Int64(bytes[position] - 0x30)
            value += digit * unit
            if unit == 0, digit != 0 { hasNanoseconds = true }
            unit /= 10
            position += 1
            count += 1
        }
        return count > 0 ? value : nil
    }

    /// `Z`, `UTC`, `GMT`, `+HH`, `+HHMM` or `+HH:MM`, in microseconds east of UTC.
    mutating func offset() -> Int64? {
        while skip(0x20) {}
        if skip(0x5A) || skip(0x7A) || skipWord("UTC") || skipWord("GMT") { return 0 }
        let isWest = position < bytes.count && bytes[position] == 0x2D
        guard skip(0x2B) || skip(0x2D), let hour = number(2), hour < 24 else { return nil }
        var seconds = hour * 3_600
        if skip(0x3A) || !isAtEnd {
            guard let minute = number(2), minute < 60 else { return nil }
            seconds += minute * 60
        }
        return Int64(isWest ? -seconds : seconds) * 1_000_000
    }

    private mutating func skipWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { return false }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
            return false
        }
        position += length
        return true
    }
}
