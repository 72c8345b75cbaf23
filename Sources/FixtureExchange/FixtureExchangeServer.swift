public import ChandlerCore
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// An HTTP server on 127.0.0.1 that behaves like the real venues, from candle files.
///
/// Rows are served character for character; the clock, the request weight and any fault can be
/// set from the configuration, from this object, and over HTTP below `/control`.
public final class FixtureExchangeServer: Sendable {
    private let exchange: Exchange
    private let dialects: [any VenueDialect]
    private let running = Mutex<Task<Void, any Error>?>(nil)
    private let address = Mutex<String?>(nil)

    /// Prepares a server; nothing listens yet.
    ///
    /// - Throws: ``FixtureExchangeError`` where a path cannot be served; a file's content is
    ///   looked at when it is first asked for, unless the configuration preloads.
    public init(configuration: FixtureExchangeConfiguration) throws(FixtureExchangeError) {
        exchange = try Exchange(configuration)
        let limit = configuration.weightLimit
        dialects = [
            BinanceDialect(weightLimit: limit), BinanceArchiveDialect(flaws: configuration.archive),
            BybitDialect(weightLimit: limit),
            OKXDialect(weightLimit: limit), KrakenDialect(weightLimit: limit),
            CoinbaseDialect(weightLimit: limit), KuCoinDialect(weightLimit: limit),
            BitstampDialect(weightLimit: limit), GateDialect(weightLimit: limit),
            MeteredDialect<JupiterVoice>(weightLimit: limit),
            MeteredDialect<CoinGeckoVoice>(weightLimit: limit),
            MeteredDialect<DexScreenerVoice>(weightLimit: limit),
            MeteredDialect<GeckoTerminalVoice>(weightLimit: limit),
        ]
    }

    /// Where the server listens, such as `http://127.0.0.1:40123`; `nil` before and after.
    public var baseURL: String? { address.withLock { $0 } }

    /// Begins to listen; to be called once.
    ///
    /// - Returns: The base URL, such as `http://127.0.0.1:40123`.
    /// - Throws: ``FixtureExchangeError`` with code `cannotListen`.
    public func start() async throws(FixtureExchangeError) -> String {
        let port = exchange.configuration.port
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let service: any Service
        do {
            service = try makeService(port: port) { listening.yield($0) }
        } catch {
            throw FixtureExchangeServer.cannotListen(port, error)
        }
        let task = Task {
            defer { listening.finish() }
            try await service.run()
        }
        running.withLock { $0 = task }
        for await port in ports {
            let url = "http://127.0.0.1:\(port)"
            address.withLock { $0 = url }
            return url
        }
        let result = await task.result
        if case .failure(let error) = result {
            throw FixtureExchangeServer.cannotListen(port, error)
        }
        throw FixtureExchangeServer.cannotListen(port, CancellationError())
    }

    /// Stops listening and drops every connection, answered or not.
    public func stop() async {
        let task = running.withLock { task in
            defer { task = nil }
            return task
        }
        address.withLock { $0 = nil }
        task?.cancel()
        _ = await task?.result
    }

    /// Switches a fault on.
    public func add(_ fault: Fault) {
        exchange.withFaults { $0.add(fault) }
    }

    /// Switches all faults off.
    public func removeFaults() {
        exchange.withFaults { $0.removeAll() }
    }

    /// Stops the server's clock at a moment, or lets it run with `nil`.
    public func setNow(_ moment: Timestamp?) {
        exchange.clock.set(moment)
    }

    /// Begins a new window of request weight in which so much is used already.
    public func setUsedWeight(_ used: Int) {
        for dialect in dialects { dialect.setUsedWeight(used) }
    }

    /// How many requests came to a path, or to all venues' paths with `nil`.
    public func requestCount(path: String? = nil) -> Int {
        let counts = exchange.log.content.counts
        return path.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
    }

    /// The queries of the newest requests to a path, oldest first, as they were sent.
    public func queries(path: String) -> [String] {
        exchange.log.content.entries.filter { $0.path == path }.map(\.query)
    }

    /// Which headers with a key the newest requests to a path had, oldest first.
    ///
    /// - Returns: Lower-case names such as `x-api-key`, one list a request; values are not kept.
    public func keyHeaders(path: String) -> [[String]] {
        exchange.log.content.entries.filter { $0.path == path }.map(\.keys)
    }

    private func makeService(
        port: Int,
        onListening: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        var logger = Logger(label: "fixture-exchange")
        logger.logLevel = .critical
        let responder = Responder(exchange: exchange, dialects: dialects)
        let log = exchange.log
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: FixtureExchangeServer.handlers(counting: log)
        )
        // The builder is used rather than an Application, which would overwrite Date.
        return try HTTPServerBuilder.http1(configuration: configuration).buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            responder: { request, writer, channel in
                try await responder.respond(to: request, on: channel, with: writer)
            },
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) }
        )
    }

    /// No handlers; asked for once for every connection, which is how they are counted.
    private static func handlers(counting log: RequestLog) -> [any RemovableChannelHandler] {
        log.addConnection()
        return []
    }

    private static func cannotListen(_ port: Int, _ error: any Error) -> FixtureExchangeError {
        FixtureExchangeError(
            .cannotListen,
            "listen on 127.0.0.1:\(port): \(error)",
            cause: error
        )
    }
}
