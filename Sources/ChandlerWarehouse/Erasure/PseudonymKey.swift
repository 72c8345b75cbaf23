public import ChandlerDigest

/// A key under which names become pseudonyms.
public struct PseudonymKey: Sendable {
    /// The hash under the key.
    public let hash: KeyedHash
    /// What tells keys apart without telling anything about them: 16 hexadecimal digits.
    public let fingerprint: String

    /// Takes a key.
    public init(_ key: [UInt8]) {
        hash = KeyedHash(key: key)
        fingerprint = String(hash.hex(of: "chandler: fingerprint of this key").prefix(16))
    }
}
