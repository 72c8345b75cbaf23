import ChandlerCore

/// A server's version, and what was known of PostgreSQL's releases when this was written.
struct ServerRelease: CustomStringConvertible {
    let major: Int
    let minor: Int

    /// The day on which the newest minor releases were looked up.
    static let knownSince = "2026-05-14"

    /// The oldest major version that Chandler works with.
    static let oldestMajor = 14

    /// The newest minor release, and the last day with support.
    ///
    /// **Source:** PostgreSQL, "Versioning Policy".
    static let known: [Int: (minor: Int, end: String)] = [
        13: (23, "2025-11-13"), 14: (23, "2026-11-12"), 15: (18, "2027-11-11"),
        16: (14, "2028-11-09"), 17: (10, "2029-11-08"), 18: (4, "2030-11-14"),
    ]

    /// Reads the number that the server gives: 150018 is 15.18.
    init(_ number: Int) {
        major = number / 10_000
        minor = number % 10_000
    }

    /// The newest minor release that is known, where this one is older.
    var newerMinor: Int? {
        Self.known[major].flatMap { $0.minor > minor ? $0.minor : nil }
    }

    /// The day on which support ended, where that was before a moment.
    func end(before now: Timestamp) -> String? {
        guard let end = Self.known[major]?.end, let day = Timestamp(parsing: end), day < now
        else { return nil }
        return end
    }

    var description: String { "\(major).\(minor)" }
}
