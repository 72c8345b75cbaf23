/// An error that is told to the client.
protocol AnswerableError: Error, Sendable {
    var answer: Answer { get }
}
