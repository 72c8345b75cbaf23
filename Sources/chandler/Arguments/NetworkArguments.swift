import ArgumentParser
import ChandlerHTTP
import ChandlerVenues
import Foundation

/// The options that say how the program speaks to the outside, whoever is asked.
struct NetworkArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trust the authorities in this PEM file (or SSL_CERT_FILE).",
            valueName: "file"
        ),
        completion: .file(extensions: ["pem", "crt"])
    )
    var cacert: String?

    @Option(
        help: ArgumentHelp(
            "Give up a request after this long (90s, 5m, 1h), repetitions and pauses included.",
            valueName: "length"
        )
    )
    var patience = SpanOfTime(seconds: 300)

    @Option(
        help: ArgumentHelp(
            "Ask for no more than this, such as 100/10s, instead of what is assumed of the venue "
                + "(or CHANDLER_<VENUE>_LIMIT).",
            valueName: "weight/time"
        ),
        transform: readLimit
    )
    var limit: WeightLimit?

    @Option(
        help: ArgumentHelp(
            "Save every request and answer into this folder, keys removed.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var record: String?

    @Option(
        help: ArgumentHelp(
            "Answer from such a folder instead of the network; give --from and --to as dates.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var replay: String?

    func validate() throws {
        if record != nil, replay != nil {
            throw ValidationError("--record and --replay do not go together")
        }
    }

    /// Opens the network of the process, hands it to `body` and closes it.
    ///
    /// - Throws: What `body` throws; ``CommandFailure`` where the recording cannot be read, or could
    ///   not be written to its end.
    func use<Result>(
        _ body: (HTTPNetwork) async throws -> Result
    ) async throws -> Result {
        if let replay {
            let transport = try failing(with: .badData) { () throws(HTTPError) in
                try ReplayTransport(from: replay)
            }
            return try await body(HTTPNetwork(replaying: transport))
        }
        let client = try failing(with: .software) { () throws(HTTPError) in
            try HTTPClient(options)
        }
        let tell: @Sendable (String) -> Void = { Console.note("\($0); waiting") }
        guard let record else {
            return try await body(HTTPNetwork(transport: client, onStop: tell))
        }
        let recording = try failing(with: .cannotWrite) { () throws(HTTPError) in
            try RecordingTransport(client, into: record)
        }
        let result: Result
        do {
            result = try await body(HTTPNetwork(transport: recording, onStop: tell))
        } catch {
            try? recording.close()
            throw error
        }
        try failing(with: .cannotWrite) { () throws(HTTPError) in try recording.close() }
        return result
    }

    private func failing<Result>(
        with exit: Exit,
        _ body: () throws(HTTPError) -> Result
    ) throws -> Result {
        do throws(HTTPError) {
            return try body()
        } catch {
            throw CommandFailure(exit: exit, message: error.message)
        }
    }

    /// What a venue's source is told about the network.
    ///
    /// - Parameters:
    ///   - venue: Its name, for the variables that are its own.
    ///   - network: What the process shares.
    /// - Returns: The options, without addresses.
    /// - Throws: ``CommandFailure`` where a variable holds no limit.
    func options(for venue: String, over network: HTTPNetwork) throws -> VenueOptions {
        VenueOptions(
            timeouts: timeouts,
            patience: patience.duration,
            userAgent: userAgent,
            limit: try limit ?? Self.environmentLimit(of: venue),
            network: network
        )
    }

    /// A variable of the environment that belongs to one venue; `nil` where it is empty.
    static func variable(_ suffix: String, of venue: String) -> String? {
        let name = "CHANDLER_\(venue.uppercased().replacing("-", with: "_"))_\(suffix)"
        let value = ProcessInfo.processInfo.environment[name]
        return value?.isEmpty == false ? value : nil
    }

    private static func environmentLimit(of venue: String) throws -> WeightLimit? {
        guard let text = variable("LIMIT", of: venue) else { return nil }
        do {
            return try WeightLimit(parsing: text)
        } catch {
            throw CommandFailure(
                exit: .configuration,
                message: "the variable for the limit of \(venue): \(error)"
            )
        }
    }

    private var options: HTTPClientOptions {
        HTTPClientOptions(
            userAgent: userAgent,
            timeouts: timeouts,
            transfersPerHost: 32,
            certificateFile: cacert ?? ProcessInfo.processInfo.environment["SSL_CERT_FILE"]
        )
    }

    private var userAgent: String { "chandler/\(Chandler.version)" }

    private var timeouts: HTTPTimeouts {
        HTTPTimeouts(
            connect: .seconds(min(10, patience.seconds)),
            total: .seconds(min(60, patience.seconds)),
            lowSpeedPeriod: .seconds(min(15, patience.seconds))
        )
    }
}

/// Reads a limit, and says in words what is wrong with it.
@Sendable func readLimit(_ text: String) throws -> WeightLimit {
    do {
        return try WeightLimit(parsing: text)
    } catch {
        throw ValidationError("\(error)")
    }
}
