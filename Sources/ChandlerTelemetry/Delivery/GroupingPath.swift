/// Labels as the path of a push gateway holds them.
///
/// A value that is plain stands as it is; others stand in base64 with the alphabet for URLs, because
/// no server leaves an encoded slash or an empty segment alone.
///
/// **Source:** README of the Prometheus Pushgateway, "URL" (`@base64`).
enum GroupingPath {
    /// `/name/value` or `/name@base64/value`.
    static func segments(_ name: String, _ value: String) -> String {
        let label = MetricName.label(name)
        let isPlain =
            !value.isEmpty && value.first != "."
            && value.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        // An empty value is one sign of padding: a segment must not be empty.
        return isPlain
            ? "/\(label)/\(value)"
            : "/\(label)@base64/\(value.isEmpty ? "=" : base64(Array(value.utf8)))"
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// Base64 for URLs, without padding.
    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count {
                text.append(alphabet[bits >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
