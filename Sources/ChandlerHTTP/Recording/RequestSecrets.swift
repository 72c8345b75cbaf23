/// The secrets that a request carries, to be masked wherever an answer repeats them.
struct RequestSecrets {
    /// Shorter texts are no secret worth the name, and stand in every answer by chance.
    private static let shortest = 4

    private let secrets: [[UInt8]]

    /// Collects the values of secret headers and parameters, and what stands before the host.
    init(_ request: HTTPRequest) {
        var texts: [Substring] = []
        for field in request.headers.fields where Redaction.isSecret(headerName: field.name) {
            texts.append(field.value[...])
            // A scheme such as "Bearer" stands before the secret itself.
            texts += field.value.split(separator: " ").suffix(1)
        }
        texts += Redaction.secrets(in: request.url)
        let forms = Set(texts.flatMap { [String($0), percentDecoded(String($0))] })
        secrets = forms.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
            .sorted { $0.count > $1.count }
    }

    /// The text with every secret in it masked.
    func masked(_ text: String) -> String {
        secrets.isEmpty ? text : String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    /// The body with every secret in it masked; nil where it holds none.
    func masked(_ body: HTTPBody) -> HTTPBody? {
        guard !secrets.isEmpty else { return nil }
        let bytes = body.bytes
        let masked = masked(bytes)
        return masked == bytes ? nil : HTTPBody(masked)
    }

    /// Asterisks take the place of each byte, so that lengths within the text stay right.
    private func masked(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for secret in secrets {
            var rest = bytes.startIndex
            while let place = bytes[rest...].firstRange(of: secret) {
                for index in place { bytes[index] = UInt8(ascii: "*") }
                rest = place.upperBound
            }
        }
        return bytes
    }
}
