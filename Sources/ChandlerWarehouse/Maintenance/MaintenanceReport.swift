/// What maintenance did and found.
public struct MaintenanceReport: Sendable {
    /// The steps in their order; empty when there was nothing to do.
    public let steps: [MaintenanceStep]
    /// What a person should look at, in sentences.
    public let findings: [String]
    /// How long it took.
    public let seconds: Double
    /// The first fault that was neither a lock nor a missing right.
    public let fault: WarehouseError?

    /// How many steps came out in a way.
    public func count(_ outcome: MaintenanceStep.Outcome) -> Int {
        steps.count { $0.outcome == outcome }
    }

    /// Whether the deadline left nothing undone.
    public var isFinished: Bool { count(.left) == 0 }

    /// Whether something was needed and the login could do none of it.
    public var isDenied: Bool {
        count(.denied) > 0 && steps.allSatisfy { $0.outcome == .denied }
    }

    /// What came of it, in a line.
    public var summary: String {
        if steps.isEmpty { return "nothing to do" }
        let words: [(MaintenanceStep.Outcome, String)] = [
            (.done, "done"), (.planned, "to do"), (.skipped, "skipped"),
            (.denied, "not allowed"), (.failed, "failed"), (.left, "left by the deadline"),
        ]
        return words.compactMap { outcome, word in
            let count = count(outcome)
            return count == 0 ? nil : "\(count) \(word)"
        }.joined(separator: ", ")
    }
}
