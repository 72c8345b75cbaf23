/// Breaks bytes in the ways of networks and disks, by numbers from a seed.
struct ByteBreaker {
    private let tokens: [[UInt8]]
    private var generator: SeededGenerator

    /// - Parameters:
    ///   - seed: What all numbers follow from.
    ///   - tokens: What is put where it does not belong.
    init(seed: UInt64, tokens: [String]) {
        self.tokens = tokens.map { Array($0.utf8) }
        generator = SeededGenerator(seed: seed)
    }

    /// A whole number below a bound, which is 1 at least.
    mutating func random(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }

    /// A whole number of a range.
    mutating func random(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// One of the tokens.
    mutating func token() -> [UInt8] {
        tokens[random(tokens.count)]
    }

    /// Puts a digit in place of a digit, which mostly keeps the format and breaks rules instead.
    mutating func breakDigit(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = random(bytes.count)
        guard let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) })
        else { return }
        bytes[digit] = UInt8(48 + random(10))
    }

    /// Changes, removes, repeats or inserts some bytes.
    ///
    /// - Parameters:
    ///   - bytes: What is broken.
    ///   - digits: Of six changes and so many more, how many change a digit only.
    mutating func breakBytes(_ bytes: inout [UInt8], digits: Int = 0) {
        guard !bytes.isEmpty else { return }
        let place = random(bytes.count)
        let end = place + 1 + random(min(bytes.count - place, 40))
        switch random(6 + digits) {
        case 0: bytes[place] = UInt8(random(256))
        case 1: bytes[place] ^= 1 << UInt8(random(8))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: token(), at: place)
        default: breakDigit(&bytes)
        }
    }
}
