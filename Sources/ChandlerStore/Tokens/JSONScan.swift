/// Judges whether a text is one JSON object that a `jsonb` column holds.
///
/// `jsonb` is narrower than JSON: it has no NUL character, no half of a surrogate pair, and numbers
/// only within the bounds of `numeric`. The bounds here are tighter than the server's, and far
/// beyond what an aggregator means.
struct JSONScan {
    /// Why a text cannot be stored as `jsonb`.
    enum Obstacle: String, Error {
        case notAnObject = "it is not one JSON object"
        case nul = "it has the character U+0000"
        case loneSurrogate = "it has half of a surrogate pair"
        case hugeNumber = "it has a number that is too long"
        case tooDeep = "it is nested too deep"
    }

    private static let deepest = 200
    private static let longestNumber = 400
    private static let largestExponent = 400

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// What keeps a text out of a `jsonb` column; `nil` when nothing does.
    static func obstacle(in text: String) -> Obstacle? {
        var text = text
        return text.withUTF8 { bytes in
            var scan = JSONScan(bytes)
            do throws(Obstacle) {
                scan.skipSpace()
                try scan.object()
                scan.skipSpace()
                return scan.position == bytes.count ? nil : .notAnObject
            } catch {
                return error
            }
        }
    }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(next) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Obstacle) {
        if !take(character) { throw .notAnObject }
    }

    private mutating func value() throws(Obstacle) {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
        skipSpace()
    }

    private mutating func object() throws(Obstacle) {
        try expect("{")
        try descend()
        skipSpace()
        if !take("}") {
            repeat {
                skipSpace()
                try string()
                skipSpace()
                try expect(":")
                try value()
            } while take(",")
            try expect("}")
        }
        depth -= 1
    }

    private mutating func array() throws(Obstacle) {
        try expect("[")
        try descend()
        skipSpace()
        if !take("]") {
            repeat { try value() } while take(",")
            try expect("]")
        }
        depth -= 1
    }

    private mutating func descend() throws(Obstacle) {
        depth += 1
        if depth > JSONScan.deepest { throw .tooDeep }
    }

    private mutating func word(_ word: StaticString) throws(Obstacle) {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw .notAnObject }
            position += 1
        }
    }
}

extension JSONScan {
    private mutating func string() throws(Obstacle) {
        try expect("\"")
        while !take("\"") {
            // Past the end `next` is 0, which no string holds as it is.
            guard next >= 0x20 else {
                throw next == 0 && position < bytes.count ? .nul : .notAnObject
            }
            if take("\\") {
                try escape()
            } else {
                position += 1
            }
        }
    }

    private mutating func escape() throws(Obstacle) {
        let character = next
        position += 1
        guard character == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(character) else { throw .notAnObject }
            return
        }
        let unit = try hexUnit()
        switch unit {
        case 0: throw .nul
        case 0xDC00...0xDFFF: throw .loneSurrogate
        case 0xD800...0xDBFF:
            guard take("\\"), take("u"), (0xDC00...0xDFFF).contains(try hexUnit()) else {
                throw .loneSurrogate
            }
        default: break
        }
    }

    private mutating func hexUnit() throws(Obstacle) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(next)).hexDigitValue, next < 0x80 else {
                throw .notAnObject
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private mutating func number() throws(Obstacle) {
        let begin = position
        _ = take("-")
        let leading = next
        let whole = digits()
        guard whole == 1 || whole > 1 && leading != UInt8(ascii: "0") else { throw .notAnObject }
        if take("."), digits() == 0 { throw .notAnObject }
        if position - begin > JSONScan.longestNumber { throw .hugeNumber }
        guard take("e") || take("E") else { return }
        if !take("-") { _ = take("+") }
        let exponent = position
        if digits() == 0 { throw .notAnObject }
        let size = bytes[exponent..<position].reduce(0) { size, digit in
            min(size * 10 + Int(digit) - 48, JSONScan.largestExponent + 1)
        }
        if size > JSONScan.largestExponent { throw .hugeNumber }
    }

    /// Passes digits and tells how many.
    private mutating func digits() -> Int {
        let begin = position
        while (48...57).contains(next) { position += 1 }
        return position - begin
    }
}
