import ArgumentParser
import ChandlerCore

/// Asks a person on the terminal; a wrong answer is asked for again, saying why.
struct InitQuestions {
    /// Reads a line; `nil` at the end of the input.
    var readAnswer: () -> String? = { readLine() }
    /// Shows a question, without a line end.
    var show: (String) -> Void

    /// Fills in an answer.
    ///
    /// - Parameters:
    ///   - part: Which one.
    ///   - place: Where it goes; its value is the default.
    ///   - words: The question.
    ///   - pipeline: All answers so far.
    /// - Throws: ``CommandFailure`` at the end of the input.
    func ask(
        _ part: FirstPipeline.Part,
        _ place: WritableKeyPath<FirstPipeline, String>,
        _ words: String,
        of pipeline: inout FirstPipeline
    ) throws {
        let preset = pipeline[keyPath: place]
        while true {
            show("\(words) [\(preset)] ")
            guard let line = readAnswer() else {
                show("\n")
                throw CommandFailure(
                    exit: .usage,
                    message: "the questions were not answered; nothing was written"
                )
            }
            let answer = line.trimmed
            pipeline[keyPath: place] = answer.isEmpty ? preset : answer
            guard let fault = pipeline.fault(in: part) else { return }
            show("  \(fault)\n")
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        let tail = drop { $0.isWhitespace }
        return String(tail.reversed().drop { $0.isWhitespace }.reversed())
    }
}
