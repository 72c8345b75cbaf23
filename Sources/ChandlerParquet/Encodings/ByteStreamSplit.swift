/// Encodes doubles as eight streams: all lowest bytes, then all second ones, and so on.
///
/// Signs and exponents of neighbours are alike, and only next to each other do they compress.
///
/// **Source:** Apache Parquet format, "Encodings.md", BYTE_STREAM_SPLIT = 9.
enum ByteStreamSplit {
    private typealias Vector = SIMD16<UInt8>

    static func append(_ values: UnsafeBufferPointer<Double>, to buffer: inout ByteBuffer) {
        let count = values.count
        guard let start = values.baseAddress else { return }
        let source = UnsafeRawPointer(start)
        for stream in 0..<8 { buffer.cut(at: stream * count) }
        buffer.append(upTo: count * 8) { end in
            let blocks = count / 16
            for block in 0..<blocks {
                split16(source + block * 128, to: end + block * 16, stride: count)
            }
            for index in blocks * 16..<count {
                split1(values[index].bitPattern, to: end + index, stride: count)
            }
            return count * 8
        }
    }

    private static func split1(
        _ bits: UInt64,
        to target: UnsafeMutableRawPointer,
        stride: Int
    ) {
        for byte in 0..<8 {
            let value = UInt8(truncatingIfNeeded: bits >> UInt64(byte * 8))
            target.storeBytes(of: value, toByteOffset: byte * stride, as: UInt8.self)
        }
    }

    /// Transposes 16 doubles.
    ///
    /// Number the 128 bytes by value (four bits) and byte (three bits): interleaving the lower
    /// half with the upper half turns that number left by one bit, so four rounds bring the
    /// byte's bits to the front.
    @inline(__always)
    private static func split16(
        _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer,
        stride: Int
    ) {
        var lanes = Lanes(
            load(source, 0),
            load(source, 1),
            load(source, 2),
            load(source, 3),
            load(source, 4),
            load(source, 5),
            load(source, 6),
            load(source, 7)
        )
        lanes.interleaveHalves()
        lanes.interleaveHalves()
        lanes.interleaveHalves()
        lanes.interleaveHalves()
        target.storeBytes(of: lanes.v0, toByteOffset: 0, as: Vector.self)
        target.storeBytes(of: lanes.v1, toByteOffset: stride, as: Vector.self)
        target.storeBytes(of: lanes.v2, toByteOffset: stride * 2, as: Vector.self)
        target.storeBytes(of: lanes.v3, toByteOffset: stride * 3, as: Vector.self)
        target.storeBytes(of: lanes.v4, toByteOffset: stride * 4, as: Vector.self)
        target.storeBytes(of: lanes.v5, toByteOffset: stride * 5, as: Vector.self)
        target.storeBytes(of: lanes.v6, toByteOffset: stride * 6, as: Vector.self)
        target.storeBytes(of: lanes.v7, toByteOffset: stride * 7, as: Vector.self)
    }

    /// Puts streams together again; there is one for each byte of a value.
    static func decode<Value: BitwiseCopyable>(
        _ input: UnsafeRawBufferPointer,
        into target: UnsafeMutableBufferPointer<Value>
    ) throws(PageFault) {
        let count = target.count
        let width = MemoryLayout<Value>.size
        guard input.count == count * width else {
            throw .damaged("\(count) values split into streams had \(input.count) bytes")
        }
        guard let source = input.baseAddress, let start = target.baseAddress else { return }
        let end = UnsafeMutableRawPointer(start)
        let blocks = width == 8 ? count / 16 : 0
        for block in 0..<blocks {
            join16(source + block * 16, to: end + block * 128, stride: count)
        }
        for index in blocks * 16..<count {
            for byte in 0..<width {
                let value = source.load(fromByteOffset: byte * count + index, as: UInt8.self)
                end.storeBytes(of: value, toByteOffset: index * width + byte, as: UInt8.self)
            }
        }
    }

    /// Turns the number of each byte left by the three bits that ``split16`` left over.
    @inline(__always)
    private static func join16(
        _ source: UnsafeRawPointer,
        to target: UnsafeMutableRawPointer,
        stride: Int
    ) {
        var lanes = Lanes(
            source.loadUnaligned(fromByteOffset: 0, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 2, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 3, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 4, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 5, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 6, as: Vector.self),
            source.loadUnaligned(fromByteOffset: stride * 7, as: Vector.self)
        )
        lanes.interleaveHalves()
        lanes.interleaveHalves()
        lanes.interleaveHalves()
        target.storeBytes(of: lanes.v0, toByteOffset: 0, as: Vector.self)
        target.storeBytes(of: lanes.v1, toByteOffset: 16, as: Vector.self)
        target.storeBytes(of: lanes.v2, toByteOffset: 32, as: Vector.self)
        target.storeBytes(of: lanes.v3, toByteOffset: 48, as: Vector.self)
        target.storeBytes(of: lanes.v4, toByteOffset: 64, as: Vector.self)
        target.storeBytes(of: lanes.v5, toByteOffset: 80, as: Vector.self)
        target.storeBytes(of: lanes.v6, toByteOffset: 96, as: Vector.self)
        target.storeBytes(of: lanes.v7, toByteOffset: 112, as: Vector.self)
    }

    @inline(__always)
    private static func load(_ source: UnsafeRawPointer, _ index: Int) -> Vector {
        source.loadUnaligned(fromByteOffset: index * 16, as: Vector.self)
    }

    /// Eight vectors that stay in registers; an array would not.
    private struct Lanes {
        var v0, v1, v2, v3, v4, v5, v6, v7: Vector

        @inline(__always)
        init(
            _ v0: Vector,
            _ v1: Vector,
            _ v2: Vector,
            _ v3: Vector,
            _ v4: Vector,
            _ v5: Vector,
            _ v6: Vector,
            _ v7: Vector
        ) {
            (self.v0, self.v1, self.v2, self.v3) = (v0, v1, v2, v3)
            (self.v4, self.v5, self.v6, self.v7) = (v4, v5, v6, v7)
        }

        @inline(__always)
        mutating func interleaveHalves() {
            self = Lanes(
                low(v0, v4),
                high(v0, v4),
                low(v1, v5),
                high(v1, v5),
                low(v2, v6),
                high(v2, v6),
                low(v3, v7),
                high(v3, v7)
            )
        }

        @inline(__always)
        private func low(_ first: Vector, _ second: Vector) -> Vector {
            interleave(first.lowHalf, second.lowHalf)
        }

        @inline(__always)
        private func high(_ first: Vector, _ second: Vector) -> Vector {
            interleave(first.highHalf, second.highHalf)
        }

        @inline(__always)
        private func interleave(_ even: SIMD8<UInt8>, _ odd: SIMD8<UInt8>) -> Vector {
            var result = Vector()
            result.evenHalf = even
            result.oddHalf = odd
            return result
        }
    }
}
