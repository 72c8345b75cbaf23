/// Walks over JSON text and judges it by the rules of `jsonb`.
///
/// `jsonb` is narrower than JSON: it has no NUL character and no half of a surrogate pair. Numbers
/// are bounded far inside what `numeric` holds.
struct JSONCursor {
    struct Fault: Error {
        let words: String
        /// Whether it is JSON, of which `jsonb` would drop something.
        var isRepeatedKey = false
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    private var depth = 0
    /// Whether keys are compared; `jsonb` keeps the last value of a key only.
    private var comparesKeys = false

    private static let deepest = 200
    private static let longestNumber = 400
    private static let largestExponent = 400

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// What keeps a text out of a `jsonb` column; `nil` when nothing does.
    static func obstacle(in bytes: UnsafeBufferPointer<UInt8>) -> Fault? {
        var cursor = JSONCursor(bytes)
        cursor.comparesKeys = true
        do throws(Fault) {
            cursor.skipSpace()
            try cursor.value()
            return cursor.isAtEnd ? nil : Fault(words: "something follows its end")
        } catch {
            return error
        }
    }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    mutating func skipSpace() {
        while next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ words: String) throws(Fault) {
        if !take(byte) { throw Fault(words: "at byte \(position) \(words) is missing") }
    }

    /// Passes a value and the space behind it.
    mutating func value() throws(Fault) {
        switch next {
        case 0x7B: try object()
        case 0x5B: try array()
        case 0x22: _ = try string()
        case 0x74: try word("true")
        case 0x66: try word("false")
        case 0x6E: try word("null")
        default: try number()
        }
        skipSpace()
    }

    private mutating func object() throws(Fault) {
        try descend()
        skipSpace()
        if !take(0x7D) {
            var keys = JSONKeys()
            repeat {
                skipSpace()
                let key = try string()
                if comparesKeys { try keys.add(key, in: bytes) }
                skipSpace()
                try expect(0x3A, "a colon")
                skipSpace()
                try value()
            } while take(0x2C)
            try expect(0x7D, "a closing brace")
        }
        depth -= 1
    }

    private mutating func array() throws(Fault) {
        try descend()
        skipSpace()
        if !take(0x5D) {
            repeat {
                skipSpace()
                try value()
            } while take(0x2C)
            try expect(0x5D, "a closing bracket")
        }
        depth -= 1
    }

    private mutating func descend() throws(Fault) {
        position += 1
        depth += 1
        if depth > Self.deepest { throw Fault(words: "it is nested deeper than \(Self.deepest)") }
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(word.utf8Start[index], "a value")
        }
    }
}

extension JSONCursor {
    /// Passes a string.
    ///
    /// - Returns: Where its content lies, and whether it has escapes.
    /// - Throws: ``Fault``
    mutating func string() throws(Fault) -> (content: Range<Int>, hasEscapes: Bool) {
        try expect(0x22, "a quote")
        let start = position
        var hasEscapes = false
        while !take(0x22) {
            guard next >= 0x20 else {
                throw Fault(
                    words: isAtEnd
                        ? "a string is never closed"
                        : "at byte \(position) a string has a bare control character"
                )
            }
            if take(0x5C) {
                hasEscapes = true
                try escape()
            } else {
                position += 1
            }
        }
        return (start..<(position - 1), hasEscapes)
    }

    private mutating func escape() throws(Fault) {
        let character = next
        position += 1
        guard character == 0x75 else {
            guard "\"\\/bfnrt".utf8.contains(character) else {
                throw Fault(words: "at byte \(position - 1) an escape is unknown")
            }
            return
        }
        let unit = try hexUnit()
        switch unit {
        case 0: throw Fault(words: "it has the character U+0000, which no column holds")
        case 0xDC00...0xDFFF: throw Fault(words: "it has half of a surrogate pair")
        case 0xD800...0xDBFF:
            guard take(0x5C), take(0x75), (0xDC00...0xDFFF).contains(try hexUnit()) else {
                throw Fault(words: "it has half of a surrogate pair")
            }
        default: break
        }
    }

    private mutating func hexUnit() throws(Fault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = WordReading.hexDigit(next) else {
                throw Fault(words: "at byte \(position) a hexadecimal digit is missing")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(Fault) {
        let begin = position
        _ = take(0x2D)
        let leading = next
        let whole = digits()
        guard whole == 1 || whole > 1 && leading != 0x30 else {
            throw Fault(words: "at byte \(begin) there is no value")
        }
        if take(0x2E), digits() == 0 {
            throw Fault(words: "at byte \(position) a digit is missing")
        }
        if position - begin > Self.longestNumber { throw Fault(words: "it has a huge number") }
        guard take(0x65) || take(0x45) else { return }
        if !take(0x2D) { _ = take(0x2B) }
        let exponent = position
        if digits() == 0 { throw Fault(words: "at byte \(position) a digit is missing") }
        let size = bytes[exponent..<position].reduce(0) { size, digit in
            min(size * 10 + Int(digit) - 48, Self.largestExponent + 1)
        }
        if size > Self.largestExponent { throw Fault(words: "it has a huge number") }
    }

    private mutating func digits() -> Int {
        let begin = position
        while next >= 0x30, next <= 0x39 { position += 1 }
        return position - begin
    }
}
