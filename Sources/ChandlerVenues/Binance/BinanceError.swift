import ChandlerCore
import ChandlerHTTP

/// An error as Binance words it: `{"code":-1121,"msg":"Invalid symbol."}`.
///
/// A refusal because of the country comes with code 0, so codes below 0 are not all there is.
///
/// **Source:** Binance spot API, "Error codes".
struct BinanceError: Error, Equatable, CustomStringConvertible {
    let code: Int64
    let message: String

    static let tooManyRequests: Int64 = -1003
    static let unknownInterval: Int64 = -1120
    static let unknownSymbol: Int64 = -1121
    /// Disconnected, timed out and overloaded: the request itself is well.
    static let transient: Set<Int64> = [-1001, -1007, -1008]

    /// Binance's own words.
    var description: String { "code \(code) \(quoted(message))" }
}

/// Judges answers by Binance's rules.
enum BinanceAnswers {
    /// What an answer asks for.
    ///
    /// - Parameters:
    ///   - response: Any answer.
    ///   - unixSeconds: The local wall clock, for answers without `Date`.
    /// - Returns: The verdict, in Binance's words where it gave any.
    static func judge(_ response: HTTPResponse, unixSeconds: Int64) -> ResponseVerdict {
        guard !response.status.isSuccess else { return .accept }
        let verdict = ResponseVerdict.byStatus(response, unixSeconds: unixSeconds)
        guard let body = try? JSONAnswer(response.body), let code = body.integer("/code") else {
            return verdict
        }
        let error = BinanceError(code: code, message: body.string("/msg") ?? "")
        let words = "\(response.status), \(error)"
        if code == BinanceError.tooManyRequests || response.status.kind == .rateLimited {
            return .rateLimited(
                reason: words,
                pause: pause(body, error, response, unixSeconds: unixSeconds)
            )
        }
        if BinanceError.transient.contains(code) {
            return .retry(
                reason: words,
                after: RetryAfter.pause(response, unixSeconds: unixSeconds)
            )
        }
        return switch verdict {
        case .accept, .rateLimited: verdict
        case .retry(_, let after): .retry(reason: words, after: after)
        case .nextHost: .nextHost(reason: words)
        case .fail: .fail(reason: words, cause: error)
        }
    }

    /// The longest of the pauses that an answer names: a ban's end stands in the message of older
    /// answers and in `data.retryAfter` of newer ones, both in milliseconds since 1970.
    private static func pause(
        _ body: JSONAnswer,
        _ error: BinanceError,
        _ response: HTTPResponse,
        unixSeconds: Int64
    ) -> Duration? {
        let ends = [body.integer("/data/retryAfter"), banEnd(error.message)].compactMap { $0 }
        let named = ends.map {
            RetryAfter.pause(untilUnixMilliseconds: $0, response, unixSeconds: unixSeconds)
        }
        let header = RetryAfter.pause(response, unixSeconds: unixSeconds)
        return (named + [header].compactMap { $0 }).max()
    }

    /// The end of a ban in "IP banned until 1620000000000."; other numbers there are shorter.
    private static func banEnd(_ message: String) -> Int64? {
        message.split { !$0.isASCII || !$0.isNumber }
            .first { $0.count == 13 }
            .flatMap { Int64($0) }
    }
}
