internal import CLibcrypto

/// HMAC-SHA-256 of texts under one key: the same text always has the same hash, and who lacks the
/// key can neither make the hash nor try out texts.
///
/// **Source:** RFC 2104; FIPS 198-1.
public struct KeyedHash: Sendable {
    private let key: [UInt8]

    /// Takes a key; 32 bytes of randomness are right, shorter ones are weak.
    public init(key: [UInt8]) {
        self.key = key
    }

    /// The hash of a text as 64 lower-case hexadecimal digits.
    public func hex(of text: String) -> String {
        let message = Array(text.utf8)
        var hash = [UInt8](repeating: 0, count: 32)
        var count = 0
        // OpenSSL takes no key of no bytes; HMAC pads keys with zeros anyway.
        let key = key.isEmpty ? [0] : key
        let done = EVP_Q_mac(
            nil,
            "HMAC",
            nil,
            "SHA256",
            nil,
            key,
            key.count,
            message,
            message.count,
            &hash,
            hash.count,
            &count
        )
        precondition(done != nil && count == 32, "Invariant: OpenSSL has HMAC-SHA-256")
        return Hexadecimal.text(hash)
    }
}
