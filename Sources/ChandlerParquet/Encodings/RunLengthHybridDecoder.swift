extension RunLengthHybrid {
    /// One stretch of numbers.
    private enum Stretch {
        case run(UInt32, count: Int)
        case packed(UnsafeRawBufferPointer, count: Int)
    }

    /// Fills `target` with numbers of `width` bits, 0 to 32.
    static func decode(
        _ input: inout ByteCursor,
        width: Int,
        into target: UnsafeMutableBufferPointer<UInt32>
    ) throws(PageFault) {
        guard 0...32 ~= width else { throw .damaged("numbers of \(width) bits are announced") }
        var filled = 0
        while filled < target.count {
            switch try next(&input, width: width, limit: target.count - filled) {
            case .run(let value, let count):
                part(of: target, filled, count).update(repeating: value)
                filled += count
            case .packed(let bytes, let count):
                BitPacking.unpack(bytes, width: width, into: part(of: target, filled, count))
                filled += count
            }
        }
    }

    /// Fills `flags` from numbers of one bit, and says how many of them are true.
    static func decode(
        _ input: inout ByteCursor,
        into flags: UnsafeMutableBufferPointer<Bool>
    ) throws(PageFault) -> Int {
        var filled = 0
        var ones = 0
        while filled < flags.count {
            switch try next(&input, width: 1, limit: flags.count - filled) {
            case .run(let value, let count):
                guard value <= 1 else { throw .damaged("a flag was \(value)") }
                part(of: flags, filled, count).update(repeating: value == 1)
                ones += value == 1 ? count : 0
                filled += count
            case .packed(let bytes, let count):
                ones += PlainEncoding.decode(bytes, into: part(of: flags, filled, count))
                filled += count
            }
        }
        return ones
    }

    private static func part<Element>(
        of buffer: UnsafeMutableBufferPointer<Element>,
        _ start: Int,
        _ count: Int
    ) -> UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(rebasing: buffer[start..<start + count])
    }

    /// The next stretch, of which at most `limit` numbers are wanted.
    private static func next(
        _ input: inout ByteCursor,
        width: Int,
        limit: Int
    ) throws(PageFault) -> Stretch {
        guard let header = input.varint() else { throw .damaged("runs end too early") }
        let length = header >> 1
        if header & 1 == 0 {
            guard let word = input.take((width + 7) / 8) else {
                throw .damaged("a run ends too early")
            }
            let value = word.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return .run(value, count: Int(min(length, UInt64(limit))))
        }
        // The last groups may be cut off behind the last number.
        let count = length > UInt64(limit / 8) ? limit : Int(length) * 8
        let needed = BitPacking.byteCount(of: count, width: width)
        let groups = length > UInt64(input.remaining) ? input.remaining : Int(length)
        let (whole, overflows) = groups.multipliedReportingOverflow(by: width)
        guard let bytes = input.take(overflows ? input.remaining : min(whole, input.remaining)),
            bytes.count >= needed
        else { throw .damaged("packed numbers end too early") }
        return .packed(bytes, count: count)
    }
}
