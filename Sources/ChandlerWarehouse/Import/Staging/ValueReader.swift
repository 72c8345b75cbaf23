import ChandlerCore

/// Turns the text of values into what their columns hold, exactly or not at all.
struct ValueReader {
    private var time: TimeReading

    init(_ zone: LocalZone) {
        time = TimeReading(zone)
    }

    /// Reads a field.
    ///
    /// - Parameters:
    ///   - field: The field; spaces around values other than texts mean nothing.
    ///   - kind: How it is read.
    ///   - value: What it is written into.
    /// - Throws: ``ValueFault``
    mutating func read(
        _ field: ImportField,
        as kind: ValueKind,
        into value: inout StagedValue
    ) throws(ValueFault) {
        value.isNull = true
        value.hasUUID = false
        value.hasKey = false
        guard field.hasValue else { return }
        if case .text(let limit) = kind {
            let count = try TextCheck.scalars(field.bytes)
            if let limit, count > limit {
                throw ValueFault(
                    "length",
                    "is \(count) characters long, more than \(limit): "
                        + ValueFault.shown(field.bytes)
                )
            }
            value.text = field.bytes
            value.isNull = false
            return
        }
        let bytes = field.bytes.withoutSpace
        guard !bytes.isEmpty else { return }
        value.isNull = false
        try read(bytes, field.form, kind, into: &value)
    }

    private mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ form: ImportField.Form,
        _ kind: ValueKind,
        into value: inout StagedValue
    ) throws(ValueFault) {
        switch kind {
        case .text: break
        case .decimal(let precision, let scale):
            value.wide = try NumberReading.decimal(bytes, precision: precision, scale: scale)
        case .double:
            value.number = Int64(bitPattern: try NumberReading.double(bytes).bitPattern)
        case .integer(let size): value.number = try NumberReading.integer(bytes, size: size)
        case .boolean: value.number = try WordReading.boolean(bytes) ? 1 : 0
        case .timestamp(let isMonth):
            value.number = try time.timestamp(bytes)
            if isMonth { try checkMonth(value.number, bytes) }
        case .date: value.number = try TimeReading.date(bytes)
        case .uuid:
            guard let uuid = WordReading.uuid(bytes) else { throw .type(bytes, "a UUID") }
            value.wide = Int128(bitPattern: uuid)
        case .json: try readJSON(bytes, form, into: &value)
        case .label(let labels):
            value.number = Int64(try WordReading.label(bytes, of: labels))
        case .reference(let hasKey): try readReference(bytes, hasKey, into: &value)
        }
    }

    private func checkMonth(
        _ time: Int64,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ValueFault) {
        let years = TimeReading.partitionYears
        guard years.contains(Timestamp(microseconds: time).date.year) else {
            throw .range(
                bytes,
                "is not between the years \(years.lowerBound) and \(years.upperBound)"
            )
        }
    }

    private func readReference(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ hasKey: Bool,
        into value: inout StagedValue
    ) throws(ValueFault) {
        if let uuid = WordReading.uuid(bytes) {
            value.wide = Int128(bitPattern: uuid)
            value.hasUUID = true
            if WordReading.isCanonicalUUID(bytes) { return }
        }
        guard hasKey else {
            if !value.hasUUID { throw .type(bytes, "a UUID") }
            return
        }
        _ = try TextCheck.scalars(bytes)
        value.text = bytes
        value.hasKey = true
    }

    private func readJSON(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ form: ImportField.Form,
        into value: inout StagedValue
    ) throws(ValueFault) {
        _ = try TextCheck.scalars(bytes)
        value.made = nil
        // Tables written by pandas hold documents as text inside a JSON string.
        let isDocument = bytes[0] == 0x7B || bytes[0] == 0x5B
        let obstacle = form == .string && !isDocument ? nil : JSONCursor.obstacle(in: bytes)
        if form == .string, !isDocument || obstacle?.isRepeatedKey == false {
            value.made = Array(RejectPayload.string(bytes).utf8)
            return
        }
        if let obstacle {
            throw .type(bytes, "JSON; \(obstacle.words)")
        }
        value.text = bytes
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes without spaces and tabs around them.
    fileprivate var withoutSpace: UnsafeBufferPointer<UInt8> {
        var (begin, end) = (0, count)
        while begin < end, self[begin] == 0x20 || self[begin] == 0x09 { begin += 1 }
        while end > begin, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return UnsafeBufferPointer(rebasing: self[begin..<end])
    }
}
