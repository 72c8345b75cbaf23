extension IndicatorEngine {
    /// Which layout ``savedState()`` has.
    private static let stateVersion: UInt16 = 1
    private static let magic: [UInt8] = Array("CHIS".utf8)
    /// Row numbers beyond this are taken for damage: no series has so many candles.
    private static let rowLimit: UInt64 = 1 << 53

    /// Everything later rows depend on, as bytes that any machine reads back.
    ///
    /// The bytes are a function of the candles seen and the set, not of how the candles were
    /// cut into batches.
    ///
    /// **Shape:** `CHIS`, layout version (16 bit), fingerprint (16-bit length, UTF-8), rows seen,
    /// count of values, the values (64 bit each), FNV-1a of all that; little endian.
    ///
    /// - Returns: The bytes for ``init(_:savedState:)``.
    public func savedState() -> [UInt8] {
        var visitor = StateVisitor()
        var copy = self
        copy.visit(&visitor)
        let fingerprint = Array(set.fingerprint.utf8)
        var bytes = Self.magic
        bytes.reserveCapacity(48 + fingerprint.count + 8 * visitor.words.count)
        append(Self.stateVersion, to: &bytes)
        append(UInt16(fingerprint.count), to: &bytes)
        bytes += fingerprint
        append(UInt64(rowsSeen), to: &bytes)
        append(UInt64(visitor.words.count), to: &bytes)
        for word in visitor.words { append(word, to: &bytes) }
        var checksum = FNV1a()
        checksum.add(bytes)
        append(checksum.value, to: &bytes)
        return bytes
    }

    /// An engine that goes on where a saved one stopped.
    ///
    /// - Parameters:
    ///   - set: The set the state was saved for.
    ///   - savedState: Bytes made by ``savedState()``.
    /// - Throws: ``IndicatorError`` with code `damagedState`, `unknownStateVersion` or
    ///   `stateOfOtherSet`.
    public init(_ set: IndicatorSet, savedState: [UInt8]) throws(IndicatorError) {
        self.init(set)
        var reader = ByteReader(savedState.dropLast(8))
        var checksum = FNV1a()
        checksum.add(savedState.dropLast(8))
        var trailer = ByteReader(savedState.suffix(8))
        guard
            reader.bytes(4).elementsEqual(Self.magic),
            trailer.integer(UInt64.self) == checksum.value, trailer.isExact
        else {
            throw .damagedState("its checksum does not fit", size: savedState.count)
        }
        let version = reader.integer(UInt16.self)
        guard version == Self.stateVersion else {
            throw IndicatorError(
                .unknownStateVersion,
                "restore the indicator state: its layout has version \(version), this program"
                    + " reads version \(Self.stateVersion); recompute the series from its start"
            )
        }
        let fingerprint = reader.bytes(Int(reader.integer(UInt16.self)))
        guard fingerprint.elementsEqual(set.fingerprint.utf8) else {
            throw .stateOfOtherSet(found: fingerprint, expected: set.fingerprint)
        }
        let rows = reader.integer(UInt64.self)
        let count = reader.integer(UInt64.self)
        guard rows <= Self.rowLimit, count == UInt64(reader.remaining) / 8 else {
            throw .damagedState("its length does not fit", size: savedState.count)
        }
        var words: [UInt64] = []
        for _ in 0..<count { words.append(reader.integer(UInt64.self)) }
        var visitor = StateVisitor(reading: words)
        visit(&visitor)
        guard reader.isExact, visitor.isComplete else {
            throw .damagedState("it holds \(count) values", size: savedState.count)
        }
        rowsSeen = Int(rows)
    }

    private mutating func visit(_ visitor: inout StateVisitor) {
        visitor.visit(&lastRow)
        for index in kernels.indices { kernels[index].visit(&visitor) }
    }
}

private func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
}
