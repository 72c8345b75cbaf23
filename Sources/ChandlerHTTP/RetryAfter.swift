/// Reads how long a server asks to wait.
public enum RetryAfter {
    /// The pause that the `Retry-After` header of `response` asks for; nil without a readable one.
    ///
    /// A date is compared with the server's own `Date` header where there is one, so that a wrong
    /// local clock does no harm. A date in the past gives zero.
    ///
    /// - Parameters:
    ///   - response: Any answer.
    ///   - unixSeconds: The local wall clock, in seconds since 1970 UTC.
    /// - Returns: A pause of zero to a hundred years, or nil.
    public static func pause(_ response: HTTPResponse, unixSeconds: Int64) -> Duration? {
        guard let text = response.headers["Retry-After"], !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return .seconds(min(Int64(text) ?? longest, longest))
        }
        return HTTPDate.unixSeconds(text).map {
            pause(untilUnixMilliseconds: $0 * 1_000, response, unixSeconds: unixSeconds)
        }
    }

    /// The pause until an instant that a venue names in its body.
    ///
    /// - Parameters:
    ///   - milliseconds: The end of the pause in milliseconds since 1970 UTC.
    ///   - response: The answer that named it; its `Date` header is the clock.
    ///   - unixSeconds: The local wall clock for an answer without `Date`.
    /// - Returns: A pause of zero to a hundred years.
    public static func pause(
        untilUnixMilliseconds milliseconds: Int64,
        _ response: HTTPResponse,
        unixSeconds: Int64
    ) -> Duration {
        let now = (response.serverSeconds ?? unixSeconds) * 1_000
        let (left, overflow) = milliseconds.subtractingReportingOverflow(now)
        return .milliseconds(overflow ? 0 : min(max(0, left), longest * 1_000))
    }

    /// A hundred years: enough to exceed all patience, and far from overflow.
    private static let longest: Int64 = 3_155_760_000
}
