import ArgumentParser
import ChandlerCore
import ChandlerHTTP
import ChandlerVenues
import Foundation

/// The options that say where and how a venue is reached.
struct VenueArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Fetch from this address instead of the venue's (or CHANDLER_<VENUE>_URL).",
            valueName: "url"
        )
    )
    var baseURL: String?

    @Option(
        help: ArgumentHelp(
            "Read the venue's bulk archive from this address (or CHANDLER_<VENUE>_ARCHIVE_URL); "
                + "without it, --base-url means that no archive is read.",
            valueName: "url"
        )
    )
    var archiveURL: String?

    @Flag(
        help: """
            The address serves candles and nothing else, as a mirror may: take the symbol as it \
            stands, and trust this machine's clock.
            """
    )
    var candlesOnly = false

    @Option(
        help: ArgumentHelp(
            "Trust the authorities in this PEM file (or SSL_CERT_FILE).",
            valueName: "file"
        )
    )
    var cacert: String?

    @Option(
        help: ArgumentHelp(
            "Give up a request after this long (90s, 5m, 1h), repetitions and pauses included.",
            valueName: "length"
        )
    )
    var patience = SpanOfTime(seconds: 300)

    /// Makes the source of a venue's candles.
    ///
    /// - Parameters:
    ///   - venue: Its name.
    ///   - interval: An interval to join from a shorter one where the venue lacks it.
    /// - Returns: The source; nothing is fetched yet.
    /// - Throws: ``CommandFailure`` where the address is none, `UnknownVenueError` or `VenueError`.
    func source(of venue: String, joining interval: Interval? = nil) throws -> any CandleSource {
        let environment = ProcessInfo.processInfo.environment
        let variable = venue.uppercased().replacing("-", with: "_")
        let override = baseURL ?? environment["CHANDLER_\(variable)_URL"]
        let isGiven = baseURL != nil || !(override ?? "").isEmpty
        if let override, isGiven { try Self.check(override, "base URL") }
        let archive = archiveURL ?? environment["CHANDLER_\(variable)_ARCHIVE_URL"]
        if let archive, !archive.isEmpty { try Self.check(archive, "archive URL") }
        let options = VenueOptions(
            baseURL: override.flatMap { $0.isEmpty ? nil : $0 },
            archiveURL: archive.flatMap { $0.isEmpty ? nil : $0 },
            servesCandlesOnly: candlesOnly,
            timeouts: HTTPTimeouts(
                connect: .seconds(min(10, patience.seconds)),
                total: .seconds(min(60, patience.seconds)),
                lowSpeedPeriod: .seconds(min(15, patience.seconds))
            ),
            patience: patience.duration,
            userAgent: "chandler/\(Chandler.version)",
            certificateFile: cacert ?? environment["SSL_CERT_FILE"]
        )
        let venue = try VenueCatalogue().venue(named: venue)
        if archiveURL != nil, !venue.hasArchive {
            throw CommandFailure(
                exit: .usage,
                message: "\(venue.name) has no bulk archive that Chandler reads: leave out "
                    + "--archive-url"
            )
        }
        guard let interval else { return try venue.source(options) }
        return try venue.source(options, joining: interval)
    }

    /// Refuses an address that cannot be fetched from.
    private static func check(_ address: String, _ what: String) throws {
        let parts = URLComponents(string: address)
        let isWeb = ["http", "https"].contains(parts?.scheme?.lowercased() ?? "")
        guard isWeb, parts?.host?.isEmpty == false else {
            throw CommandFailure(
                exit: .usage,
                message: "the \(what) \(quoted(address)) is no address to fetch from; expected one "
                    + "such as https://api.example.com"
            )
        }
    }
}
