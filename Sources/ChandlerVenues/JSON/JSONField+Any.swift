import ChandlerCore

/// Numbers of venues that do not keep to one spelling: strings or numbers, exponents or none.
extension JSONField {
    /// A whole number, sent as a JSON number or a string.
    func wholeNumber() throws(FieldFault) -> Int64 {
        guard isText else { throw .notNumber }
        guard let value = Int64(string) else {
            let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
            let isWhole = !digits.isEmpty && digits.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
            throw isWhole ? .decimal(.outOfRange) : .notWhole
        }
        return value
    }

    /// A price, exactly.
    func anyPrice() throws(FieldFault) -> Price {
        try plain { (digits) throws(FixedPointError) in try Price(parsing: digits) }
    }

    /// A volume, exactly unless the venue's decimals are to be rounded.
    func anyQuantity(rounding: Bool) throws(FieldFault) -> Quantity {
        try plain { (digits) throws(FixedPointError) in
            try rounding ? Quantity(rounding: digits) : Quantity(parsing: digits)
        }
    }

    private func plain<Value>(
        _ read: (UnsafeBufferPointer<UInt8>) throws(FixedPointError) -> Value
    ) throws(FieldFault) -> Value {
        guard isText else { throw .notNumber }
        guard let digits = DecimalSpelling.plain(text) else { throw .decimal(.notDecimal) }
        do {
            return try digits.withUnsafeBufferPointer { (digits) throws(FixedPointError) in
                try read(digits)
            }
        } catch {
            throw .decimal(error)
        }
    }
}
