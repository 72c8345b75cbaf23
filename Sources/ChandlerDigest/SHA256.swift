internal import CLibcrypto

/// A running SHA-256, computed by OpenSSL.
///
/// **Source:** FIPS 180-4; OpenSSL manual, `EVP_DigestInit_ex`.
public struct SHA256: ~Copyable {
    private let context: OpaquePointer?

    /// Begins a digest of nothing.
    public init() {
        context = EVP_MD_CTX_new()
        precondition(
            context != nil && EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1,
            "Invariant: OpenSSL has SHA-256"
        )
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        EVP_DigestUpdate(context, base, bytes.count)
    }

    /// Adds the UTF-8 bytes of a text.
    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Ends the digest: 64 lower-case hexadecimal digits.
    public consuming func finishHex() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return Hexadecimal.text(digest)
    }

    /// The digest of a text as 64 lower-case hexadecimal digits.
    public static func hex(of text: String) -> String {
        var digest = SHA256()
        digest.update(text)
        return digest.finishHex()
    }
}
