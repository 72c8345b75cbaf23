/// The faults that are switched on, with their counters.
struct FaultBook: Sendable {
    /// A fault and how often it met its requests.
    struct Entry: Sendable {
        let fault: Fault
        var matched = 0
        var fired = 0
        var random: SplitMix64

        init(_ fault: Fault) {
            self.fault = fault
            random = SplitMix64(seed: fault.rule.seed)
        }
    }

    private(set) var entries: [Entry] = []

    init(_ faults: [Fault] = []) {
        entries = faults.map(Entry.init)
    }

    mutating func add(_ fault: Fault) {
        entries.append(Entry(fault))
    }

    mutating func removeAll() {
        entries.removeAll()
    }

    /// Counts a request and tells what shall happen to it, in the order of the switches.
    mutating func effects(on subject: RequestSubject) -> [FaultEffect] {
        var effects: [FaultEffect] = []
        for index in entries.indices where entries[index].fault.rule.matches(subject) {
            if entries[index].fires() { effects.append(entries[index].fault.effect) }
        }
        return effects
    }
}

extension FaultBook.Entry {
    /// Counts one matching request.
    fileprivate mutating func fires() -> Bool {
        matched += 1
        guard fault.rule.counts(matched) else { return false }
        if let probability = fault.rule.probability {
            guard Double(random.next() >> 11) * 0x1p-53 < probability else { return false }
        }
        fired += 1
        return true
    }
}
