internal import ChandlerDigest

/// One step of the schema, with the way back.
public struct Migration: Sendable {
    /// The position in the order; 1 is the first.
    public let version: Int
    /// A short name for people.
    public let name: String
    /// The statements that make the step.
    public let up: String
    /// The statements that undo it.
    let down: String

    init(version: Int, name: String, up: String, down: String) {
        self.version = version
        self.name = name
        self.up = up
        self.down = down
    }

    /// SHA-256 over the statements, by which an edited migration is noticed.
    public var checksum: String { SHA256.hex(of: up + "\n--\n" + down) }

    /// All steps this program knows, in order.
    public static let all: [Migration] = [
        .marketData, .ingestLedger, .gapReasons, .cubi, .tradingBot, .spreadTrading, .tokenSniping,
        .monthMaking, .auditTrail, .archives, .backupChecks, .runLedger,
    ]
}
