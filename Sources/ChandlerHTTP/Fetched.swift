/// An accepted answer with what was made of it.
public struct Fetched<Value: Sendable>: Sendable {
    /// What the reader made of the body.
    public let value: Value
    /// The answer itself.
    public let response: HTTPResponse
    /// The base URL that answered, without user name and password.
    public let host: String
    /// How often the request was sent.
    public let attempts: Int
}
