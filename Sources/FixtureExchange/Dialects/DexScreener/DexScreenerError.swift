/// An error body `{"error":…}`; inferred, since none is recorded.
struct DexScreenerError: AnswerableError, Hashable {
    let message: String

    var answer: Answer {
        Answer(status: 400, text: "{\"error\":\(jsonString(message))}")
    }
}
