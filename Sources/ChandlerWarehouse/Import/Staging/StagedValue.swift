import ChandlerPostgres

/// One value of a row, judged and ready to be sent.
struct StagedValue {
    var isNull = true
    /// Numbers, times and truth values; the bits of a double.
    var number: Int64 = 0
    /// Hundred-millionths or a UUID.
    var wide: Int128 = 0
    /// Texts, where they lie in the reader's memory.
    var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// A text that had to be made.
    var made: [UInt8]?
    /// Whether a reference has a UUID in `wide`.
    var hasUUID = false
    /// Whether a reference has to be looked up by `text`.
    var hasKey = false
}

extension BinaryCopyWriter {
    /// Appends a value as its column wants it.
    mutating func append(_ value: borrowing StagedValue, as kind: ValueKind) {
        if case .reference(let hasKey) = kind { return append(reference: value, hasKey) }
        guard !value.isNull else { return appendNull() }
        switch kind {
        case .text: append(bytes: UnsafeRawBufferPointer(value.text))
        case .label(let labels):
            labels[Int(value.number)].withUnsafeBytes { append(bytes: $0) }
        case .decimal: append(fixedPoint8: value.wide)
        case .double: append(double: Double(bitPattern: UInt64(bitPattern: value.number)))
        case .integer(let bytes):
            switch bytes {
            case 2: append(int16: Int16(truncatingIfNeeded: value.number))
            case 4: append(int32: Int32(truncatingIfNeeded: value.number))
            default: append(int64: value.number)
            }
        case .boolean: append(bool: value.number != 0)
        case .timestamp: append(timestampMicroseconds: value.number)
        // The server counts days from 2000 on.
        case .date: append(int32: Int32(truncatingIfNeeded: value.number - 10_957))
        case .uuid: append(uuid: value.wide)
        case .json:
            appendJSONB { raw in
                if let made = value.made {
                    raw.append(utf8: made.span)
                } else {
                    raw.append(bytes: UnsafeRawBufferPointer(value.text))
                }
            }
        case .reference: break
        }
    }

    private mutating func append(reference value: borrowing StagedValue, _ hasKey: Bool) {
        if value.hasUUID { append(uuid: value.wide) } else { appendNull() }
        guard hasKey else { return }
        if value.hasKey {
            append(bytes: UnsafeRawBufferPointer(value.text))
        } else {
            appendNull()
        }
    }

    private mutating func append(uuid value: Int128) {
        withUnsafeBytes(of: value.bigEndian) { append(bytes: $0) }
    }
}
