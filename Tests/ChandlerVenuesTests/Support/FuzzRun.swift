import Foundation

/// How many inputs fuzz tests read: `CHANDLER_FUZZ` sets it, `CHANDLER_SEED` repeats a run.
enum FuzzRun {
    private static let environment = ProcessInfo.processInfo.environment

    /// The number of inputs, where another one is not set.
    static func count(_ preset: Int = 3_000) -> Int {
        environment["CHANDLER_FUZZ"].flatMap { Int($0) } ?? preset
    }

    static var seed: UInt64 {
        environment["CHANDLER_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max)
    }
}
