/// Why a host did not serve a request, in words.
public enum HostFailure: Sendable, Equatable {
    /// No connection was made, or no answer came; the words say how.
    case noAnswer(String)
    /// The host refuses this client for good (403, 451).
    case refused(String)
    /// The host answered that it cannot work (5xx).
    case serverError(String)

    /// What happened.
    var words: String {
        switch self {
        case .noAnswer(let words), .refused(let words), .serverError(let words): words
        }
    }
}
