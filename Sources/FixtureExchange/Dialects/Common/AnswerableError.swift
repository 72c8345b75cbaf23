/// An error that is told to the client in the same way whatever was asked.
protocol AnswerableError: Error, Sendable {
    var answer: Answer { get }
}
