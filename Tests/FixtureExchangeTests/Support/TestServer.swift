import ChandlerCore
import FixtureExchange

/// Runs a server for the length of a test.
func withServer(
    _ candles: [String],
    now: String? = nil,
    faults: [String] = [],
    _ change: (inout FixtureExchangeConfiguration) -> Void = { _ in },
    test: (FixtureExchangeServer, RawConnection) async throws -> Void
) async throws {
    var configuration = FixtureExchangeConfiguration(candles: candles)
    configuration.now = now.flatMap { Timestamp(parsing: $0) }
    configuration.faults = try faults.map { try Fault(parsing: $0) }
    change(&configuration)
    let server = try FixtureExchangeServer(configuration: configuration)
    let address = try await server.start()
    do {
        try await test(server, try RawConnection(address))
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}
