/// Why a measurement could not be made.
struct BenchError: Error, Sendable, CustomStringConvertible {
    /// What kind of thing went wrong.
    enum Code: String, Sendable {
        case programMissing
        case programFailed
        case fileFault
        case unreadableReport
        case valuesDiffer
        case interrupted
    }

    let code: Code
    /// What was being done, to what, and what was found.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    var description: String { message }
}
