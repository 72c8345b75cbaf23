/// Bytes as text of 64 characters.
///
/// **Source:** RFC 4648, sections 4 and 5.
struct Base64 {
    private let alphabet: [UInt8]
    private let isPadded: Bool

    /// With `+`, `/` and padding.
    static let standard = Base64("+/", isPadded: true)
    /// With `-` and `_` and no padding.
    static let url = Base64("-_", isPadded: false)

    private init(_ last: String, isPadded: Bool) {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        alphabet = Array((letters + last).utf8)
        self.isPadded = isPadded
    }

    /// Encodes bytes.
    func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                if place <= group.count {
                    text.append(alphabet[Int(word >> (18 - 6 * place) & 63)])
                } else if isPadded {
                    text.append(UInt8(ascii: "="))
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
