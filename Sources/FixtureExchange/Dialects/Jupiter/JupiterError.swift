/// An error body `{"code":…,"message":…}`, whose code is the status.
struct JupiterError: AnswerableError, Hashable {
    let status: Int
    let message: String

    static let unauthorized = JupiterError(status: 401, message: "Unauthorized")
    static let tooManyRequests = JupiterError(
        status: 429,
        message: "[API Gateway] Too many requests"
    )

    /// Inferred: that this is refused is documented, the words are not recorded.
    static func badParameter(_ message: String) -> JupiterError {
        JupiterError(status: 400, message: message)
    }

    var answer: Answer {
        Answer(
            status: status,
            contentType: "application/json",
            text: "{\"code\":\(status),\"message\":\(jsonString(message))}"
        )
    }
}
