import ChandlerPostgres

/// Settings of the server by name.
struct SettingValues {
    private let values: [String: (text: String, unit: String?)]

    init(_ names: [String], of patient: Patient) throws(PostgresError) {
        var values: [String: (text: String, unit: String?)] = [:]
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        let rows = try patient.rows(
            "SELECT name, setting, unit FROM pg_settings WHERE name IN (\(list))"
        )
        for row in rows { values[try row.text(0)] = (try row.text(1), try row.textIfPresent(2)) }
        self.values = values
    }

    /// A setting as the server writes it; `nil` where it has no such setting or hides it.
    subscript(_ name: String) -> String? { values[name]?.text }

    /// Whether a setting is off.
    func isOff(_ name: String) -> Bool { self[name] == "off" }

    /// A number.
    func number(_ name: String) -> Double? { self[name].flatMap { Double($0) } }

    /// A size in bytes.
    func bytes(_ name: String) -> Int64? {
        guard let value = values[name], let count = Int64(value.text), count >= 0 else {
            return nil
        }
        let sizes: [String: Int64] = [
            "B": 1, "kB": 1 << 10, "8kB": 8 << 10, "16kB": 16 << 10, "MB": 1 << 20,
            "16MB": 16 << 20,
        ]
        return sizes[value.unit ?? "B"].map { count * $0 }
    }
}

extension Subject {
    /// A setting of the server's, such as `settings.fsync`.
    static func setting(_ name: String) -> Subject { Subject("settings.\(name)", name) }

    /// The finding that a setting is not what it should be, and the way to set it.
    func wrong(
        _ severity: Finding.Severity,
        _ words: String,
        _ value: Measure.Value,
        key: String? = nil,
        set: String? = nil
    ) -> Finding {
        finding(
            severity,
            words,
            [key ?? "is_on": value],
            remedy: set == nil ? nil : "as a superuser",
            command: set.map {
                "chandler db psql -- -c \"ALTER SYSTEM SET \(title) = \($0)\" -c \"SELECT pg_reload_conf()\""
            }
        )
    }
}
