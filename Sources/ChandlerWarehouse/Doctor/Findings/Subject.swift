/// What an examination looks at: the head of its findings.
struct Subject: Sendable {
    let id: String
    let title: String

    init(_ id: String, _ title: String) {
        self.id = id
        self.title = title
    }

    /// A finding about it.
    func finding(
        _ severity: Finding.Severity,
        _ words: String,
        _ values: KeyValuePairs<String, Measure.Value> = [:],
        remedy: String? = nil,
        command: String? = nil
    ) -> Finding {
        Finding(
            id: id,
            title: title,
            severity: severity,
            words: words,
            values: values.map { Measure(key: $0.key, value: $0.value) },
            remedy: severity > .notVisible ? remedy : nil,
            command: severity > .notVisible ? command : nil
        )
    }

    /// A finding that nothing is wrong with it.
    func healthy(
        _ words: String,
        _ values: KeyValuePairs<String, Measure.Value> = [:]
    ) -> Finding {
        finding(.healthy, words, values)
    }

    /// A finding that the role may not see it.
    func notVisible(_ words: String) -> Finding { finding(.notVisible, words) }
}
