/// A rejected row as JSON that a text column holds.
enum RejectPayload {
    /// Longer values are cut; the file still has them.
    private static let longestValue = 1 << 20

    /// The row's object: the line itself where it is JSON, else its fields by their names.
    static func text(_ row: ImportRow, names: [String]) -> String {
        if let raw = row.raw {
            let isText = (try? TextCheck.scalars(raw)) != nil
            return isText && raw.count <= longestValue
                ? String(decoding: raw, as: UTF8.self) : string(raw)
        }
        let members = row.fields.enumerated().map { index, field in
            let name = index < names.count ? names[index] : "field \(index + 1)"
            let value = field.hasValue ? string(field.bytes) : "null"
            return "\(string(name)):\(value)"
        }
        return "{\(members.joined(separator: ","))}"
    }

    static func string(_ text: String) -> String {
        var text = text
        return text.withUTF8 { string($0) }
    }

    /// A JSON string; bytes that are no UTF-8, and NUL, stand in it as `\xNN` in words.
    static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var result = "\""
        let isText = (try? TextCheck.scalars(bytes)) != nil
        if isText {
            for scalar in String(decoding: bytes.prefix(longestValue), as: UTF8.self).unicodeScalars
            {
                append(scalar, to: &result)
            }
        } else {
            for byte in bytes.prefix(longestValue) {
                if byte == 0 || byte >= 0x80 {
                    result += "\\\\x" + hex(UInt32(byte), 2)
                } else {
                    append(Unicode.Scalar(byte), to: &result)
                }
            }
        }
        if bytes.count > longestValue { result += "… (\(bytes.count) bytes)" }
        return result + "\""
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<" ": result += "\\u" + hex(scalar.value, 4)
        default: result.unicodeScalars.append(scalar)
        }
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
