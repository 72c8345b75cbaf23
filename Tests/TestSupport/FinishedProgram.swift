/// How a program ended, and what it said.
package struct FinishedProgram: Sendable, CustomStringConvertible {
    /// The exit code, or 128 and the signal's number.
    package let exitCode: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errors: String
    /// Wall time.
    package let seconds: Double
    /// The words it was started with.
    package let arguments: [String]

    /// All of it, for the message of a failed expectation.
    package var description: String {
        "\(arguments.joined(separator: " "))\n-> \(exitCode) after \(seconds) s\n"
            + "stdout: \(output.suffix(3_000))\nstderr: \(errors.suffix(3_000))"
    }

    /// The one JSON document on standard output.
    package func document() throws -> JSONDocument {
        guard output.first == "{", output.hasSuffix("}\n") else {
            throw TestFailure("standard output is not one JSON document: \(self)")
        }
        do {
            return try JSONDocument(parsing: output)
        } catch {
            throw TestFailure("standard output is not one JSON document (\(error)): \(self)")
        }
    }

    /// Itself, when it ended with code 0.
    package func succeeded() throws -> FinishedProgram {
        guard exitCode == 0 else { throw TestFailure("\(self)") }
        return self
    }
}
