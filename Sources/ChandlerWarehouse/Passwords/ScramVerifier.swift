import ChandlerDigest

/// What a server keeps of a password: enough to check it, not enough to log in with.
///
/// Sent in the password's place, so that the password itself is in no statement, and with that in
/// no log of the server and in no list of statements.
///
/// **Source:** RFC 5802 and 7677; PostgreSQL manual, "pg_authid", for the form.
struct ScramVerifier {
    /// The form in which `CREATE ROLE ... PASSWORD` takes it.
    let text: String

    /// The server's own number of rounds; with 256 random bits more of them would add nothing.
    static let iterations = 4096

    /// Computes the verifier of a password.
    ///
    /// - Parameters:
    ///   - password: ASCII, since the normalisation of other characters is left out.
    ///   - salt: 16 random bytes.
    ///   - iterations: How often the password is stretched.
    init(password: String, salt: [UInt8], iterations: Int = Self.iterations) {
        precondition(
            password.utf8.allSatisfy { (0x21...0x7E).contains($0) },
            "Invariant: passwords that are made here are ASCII"
        )
        let salted = Self.stretch(Array(password.utf8), salt, iterations)
        let storedKey = Self.digest(Self.hmac(salted, Array("Client Key".utf8)))
        let serverKey = Self.hmac(salted, Array("Server Key".utf8))
        let encode = Base64.standard.encode
        text =
            "SCRAM-SHA-256$\(iterations):\(encode(salt))"
            + "$\(encode(storedKey)):\(encode(serverKey))"
    }

    /// Computes the verifier of a password with a salt of its own.
    init(_ password: StrongPassword) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(password: password.revealed, salt: salt)
    }

    /// The first block of PBKDF2, which is as long as the digest.
    private static func stretch(
        _ password: [UInt8],
        _ salt: [UInt8],
        _ iterations: Int
    ) -> [UInt8] {
        var block = hmac(password, salt + [0, 0, 0, 1])
        var result = block
        for _ in 1..<iterations {
            block = hmac(password, block)
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }

    /// HMAC-SHA-256 (RFC 2104).
    static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        let short = key.count > 64 ? digest(key) : key
        let padded = short + [UInt8](repeating: 0, count: 64 - short.count)
        return digest(padded.map { $0 ^ 0x5C } + digest(padded.map { $0 ^ 0x36 } + message))
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var running = SHA256()
        bytes.withUnsafeBytes { running.update($0) }
        let digits = Array(running.finishHex().utf8)
        return stride(from: 0, to: digits.count, by: 2).map { index in
            value(digits[index]) << 4 | value(digits[index + 1])
        }
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit < 0x3A ? digit - 0x30 : digit - 0x57
    }
}
