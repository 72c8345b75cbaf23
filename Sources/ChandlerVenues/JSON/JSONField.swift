import CSimdjson
import ChandlerCore

/// One field of a row: a slice of the page, converted straight from its bytes.
struct JSONField {
    let page: UnsafePointer<UInt8>
    let slice: csimdjson_field

    @inline(__always) private var offset: Int { Int(slice.offset) }
    @inline(__always) private var count: Int { Int(slice.length) }
    @inline(__always) private var isString: Bool { slice.kind == UInt16(CSIMDJSON_STRING) }
    @inline(__always) private var isNumber: Bool { slice.kind == UInt16(CSIMDJSON_NUMBER) }

    /// Whether the field is a string or a number, not a word, an array or an object.
    var isText: Bool { isString || isNumber }

    /// What stands between the quotes, or the token itself where there are none.
    var text: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: page + offset, count: count)
    }

    /// The text for a message.
    var string: String { String(decoding: text, as: UTF8.self) }

    /// A whole number that was sent as a JSON number.
    @inline(__always)
    func integer() throws(FieldFault) -> Int64 {
        guard isNumber else { throw .notNumber }
        if let value = WholeDigits.integer(page, offset: offset, count: count) { return value }
        return try slowInteger()
    }

    /// A price that was sent as a JSON string.
    @inline(__always)
    func price() throws(FieldFault) -> Price {
        guard isString else { throw .notString }
        if let raw = WholeDigits.fixedPoint8(page, offset: offset, count: count) {
            return Price(raw: raw)
        }
        return try slowPrice()
    }

    /// A volume that was sent as a JSON string.
    @inline(__always)
    func quantity() throws(FieldFault) -> Quantity {
        guard isString else { throw .notString }
        if let raw = WholeDigits.fixedPoint8(page, offset: offset, count: count) {
            return Quantity(raw: Int128(raw))
        }
        return try slowQuantity()
    }

    @inline(never)
    private func slowInteger() throws(FieldFault) -> Int64 {
        var digits = text[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard !digits.isEmpty,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .notWhole }
        guard let value = Int64(string) else { throw .decimal(.outOfRange) }
        return value
    }

    @inline(never)
    private func slowPrice() throws(FieldFault) -> Price {
        do {
            return try Price(parsing: text)
        } catch {
            throw .decimal(error)
        }
    }

    @inline(never)
    private func slowQuantity() throws(FieldFault) -> Quantity {
        do {
            return try Quantity(parsing: text)
        } catch {
            throw .decimal(error)
        }
    }
}

/// Why a field is not the value that its column should hold.
enum FieldFault: Error, Equatable {
    /// A JSON string was expected.
    case notString
    /// A JSON number was expected.
    case notNumber
    /// The number has a fraction or an exponent.
    case notWhole
    /// The text is not a number that the table can hold exactly.
    case decimal(FixedPointError)

    /// A stable word for the rule.
    var rule: String {
        switch self {
        case .notString, .notNumber: "wrong_type"
        case .notWhole: "not_whole"
        case .decimal(.notDecimal): "not_decimal"
        case .decimal(.tooPrecise): "too_precise"
        case .decimal(.outOfRange): "out_of_range"
        }
    }

    /// The rule in words, to follow the field's name and value.
    var words: String {
        switch self {
        case .notString: "was expected as a JSON string"
        case .notNumber: "was expected as a JSON number"
        case .notWhole: "is not a whole number"
        case .decimal(let error): error.description
        }
    }
}
