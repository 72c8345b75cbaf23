/// How one attempt failed, as far as retrying is concerned.
public enum AttemptOutcome: Sendable, Equatable {
    /// No whole answer arrived.
    case noAnswer(HTTPError.Code)
    /// The answer was accepted by its status, but its body could not be read.
    case unreadableBody
    /// The venue's rules say that the request should be repeated.
    case venueAsked(retryAfter: Duration?)
    /// The venue's rules say that its limit was passed.
    case rateLimited(retryAfter: Duration?)
}

/// What to do after a failed attempt.
public enum RetryAction: Sendable, Equatable {
    /// Send the request again after this pause.
    case retry(after: Duration)
    /// Send it no more.
    case giveUp(GiveUpReason)
}

/// Why a request is not repeated.
public enum GiveUpReason: Sendable, Equatable, CustomStringConvertible {
    /// Repeating cannot help.
    case permanent
    /// It was sent as often as the policy allows.
    case attemptsUsedUp(Int)
    /// No connection was made in this many attempts.
    case unreachable(Int)
    /// This many bodies could not be read.
    case unreadable(Int)
    /// The next pause would pass the patience.
    case outOfPatience(elapsed: Duration, pause: Duration)

    /// The reason in words.
    public var description: String {
        switch self {
        case .permanent: "repeating it would not help"
        case .attemptsUsedUp(let count): "gave up after \(count) attempts"
        case .unreachable(let count): "gave up after \(count) attempts to connect"
        case .unreadable(let count): "gave up after \(count) unreadable bodies"
        case .outOfPatience(let elapsed, let pause):
            "gave up after \(elapsed.inWords), because the next attempt would be "
                + "\(pause.inWords) later"
        }
    }
}

extension Duration {
    /// Seconds with at most one decimal, for a message.
    var inWords: String {
        let tenths = (wholeMilliseconds + 50) / 100
        return tenths % 10 == 0 || tenths >= 1_000
            ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
