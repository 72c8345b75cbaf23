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

    @OptionGroup var network: NetworkArguments

    /// Makes the source of a venue's candles.
    ///
    /// - Parameters:
    ///   - venue: Its name.
    ///   - network: What the process shares.
    ///   - interval: An interval to join from a shorter one where the venue lacks it.
    /// - Returns: The source; nothing is fetched yet.
    /// - Throws: ``CommandFailure`` where the address is none, `UnknownVenueError` or `VenueError`.
    func source(
        of venue: String,
        over network: HTTPNetwork,
        joining interval: Interval? = nil
    ) throws -> any CandleSource {
        let known = try VenueCatalogue().venue(named: venue)
        if archiveURL != nil, !known.hasArchive {
            throw CommandFailure(
                exit: .usage,
                message: "\(known.name) has no bulk archive that Chandler reads: leave out "
                    + "--archive-url"
            )
        }
        let options = try options(for: known.name, over: network)
        guard let interval else { return try known.source(options) }
        return try known.source(options, joining: interval)
    }

    /// How a venue or an aggregator is talked to.
    ///
    /// - Throws: ``CommandFailure`` where an address is none.
    func options(for venue: String, over network: HTTPNetwork) throws -> VenueOptions {
        var options = try self.network.options(for: venue, over: network)
        options.baseURL = try Self.checked(
            baseURL ?? NetworkArguments.variable("URL", of: venue),
            "base URL"
        )
        options.archiveURL = try Self.checked(
            archiveURL ?? NetworkArguments.variable("ARCHIVE_URL", of: venue),
            "archive URL"
        )
        options.servesCandlesOnly = candlesOnly
        return options
    }

    /// Refuses an address that cannot be fetched from.
    private static func checked(_ address: String?, _ what: String) throws -> String? {
        guard let address else { return nil }
        let parts = URLComponents(string: address)
        let isWeb = ["http", "https"].contains(parts?.scheme?.lowercased() ?? "")
        guard isWeb, parts?.host?.isEmpty == false else {
            throw CommandFailure(
                exit: .usage,
                message: "the \(what) \(quoted(address)) is no address to fetch from; expected one "
                    + "such as https://api.example.com"
            )
        }
        return address
    }
}
