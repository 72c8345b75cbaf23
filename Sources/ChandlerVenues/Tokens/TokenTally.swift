import ChandlerCore

/// Collects the snapshots of answers: of each token the first, and what could not be read.
struct TokenTally: Sendable {
    /// What was collected.
    private(set) var answer = TokenAnswer()
    private var seen: Set<String> = []

    /// Reads an object; `read` answers `nil` for one that is not wanted.
    mutating func add(_ value: JSONValue, _ read: () throws(RowFault) -> TokenSnapshot?) {
        do throws(RowFault) {
            guard value.kind == .object else {
                throw RowFault(
                    rule: "wrong_shape",
                    reason: "an object was expected, it was \(quoted(value.raw))"
                )
            }
            guard let snapshot = try read(),
                seen.insert(TokenAddress.folded(snapshot.mint)).inserted
            else { return }
            answer.snapshots.append(snapshot)
        } catch {
            answer.rejected.append(
                RejectedRow(
                    openTime: nil,
                    rule: error.rule,
                    reason: error.reason,
                    payload: value.raw
                )
            )
        }
    }

    /// Adds a later answer.
    mutating func add(_ later: TokenAnswer) {
        for snapshot in later.snapshots
        where seen.insert(TokenAddress.folded(snapshot.mint)).inserted {
            answer.snapshots.append(snapshot)
        }
        answer.rejected += later.rejected
    }
}
