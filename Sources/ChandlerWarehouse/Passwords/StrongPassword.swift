/// A password of 256 bits from the operating system's generator, which no printed form shows.
struct StrongPassword: Sendable, CustomStringConvertible, CustomReflectable {
    /// 43 letters, digits, `-` and `_`, so that it needs no care in URIs, files and shells.
    let revealed: String

    /// Makes a password.
    init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        revealed = Base64.url.encode(bytes)
    }

    var description: String { "***" }
    var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
