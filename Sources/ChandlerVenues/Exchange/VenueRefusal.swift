import ChandlerCore
import ChandlerHTTP

/// An error in a venue's own words, sorted into what it asks of a client.
struct VenueRefusal: Error, Equatable, CustomStringConvertible {
    /// What the error asks of a client.
    enum Kind: Equatable {
        /// The venue has no such instrument.
        case unknownSymbol
        /// The venue has no such interval.
        case unknownInterval
        /// The request is wrong for another reason and stays wrong.
        case wrong
        /// A key is missing, wrong or not enough.
        case keyRefused
        /// The span lies before what the venue still serves: there is nothing to be had.
        case beyondReach
        /// No request may be sent for a while; `nil` leaves the pause to the policy.
        case rateLimited(Duration?)
        /// The same request may be sent again.
        case transient
        /// This host does not serve this client.
        case blocked
    }

    let kind: Kind
    /// The venue's own words, such as `code 10001 "Not supported symbols"`.
    let words: String

    /// The venue's own words.
    var description: String { words }

    /// What an answer with this error asks of the runner.
    func verdict(_ response: HTTPResponse, unixSeconds: Int64) -> ResponseVerdict {
        let reason = "\(response.status), \(words)"
        let pause = RetryAfter.pause(response, unixSeconds: unixSeconds)
        return switch kind {
        case .rateLimited(let named):
            .rateLimited(reason: reason, pause: [named, pause].compactMap { $0 }.max())
        case .transient: .retry(reason: reason, after: pause)
        case .blocked: .nextHost(reason: reason)
        case .unknownSymbol, .unknownInterval, .wrong, .keyRefused, .beyondReach:
            .fail(reason: reason, cause: self)
        }
    }
}
