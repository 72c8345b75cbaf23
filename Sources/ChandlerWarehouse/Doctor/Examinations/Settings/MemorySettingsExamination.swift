import ChandlerPostgres

/// Settings of memory, WAL and costs that make loads and reads slow.
struct MemorySettingsExamination: Examination {
    let subject = Subject("settings.memory", "settings for speed")

    private static let names = [
        "shared_buffers", "work_mem", "max_wal_size", "random_page_cost", "max_connections",
    ]

    func examine(_ patient: Patient) throws -> Examined {
        let settings = try SettingValues(Self.names, of: patient)
        let database = try patient.rows("SELECT pg_database_size(current_database())").firstRow()
            .int64(0)
        let memory =
            patient.surroundings.isServerProcess(patient.connection.backendPID)
            ? patient.surroundings.memoryBytes() : nil
        return Examined([
            sharedBuffers(settings.bytes("shared_buffers") ?? 0, database, memory),
            workMemory(settings.bytes("work_mem") ?? 0, settings, memory),
            walSize(settings.bytes("max_wal_size") ?? 0),
            pageCost(settings.number("random_page_cost") ?? 1),
        ])
    }

    /// A cache that holds the database is large enough, however small it is.
    private func sharedBuffers(_ size: Int64, _ database: Int64, _ memory: Int64?) -> Finding {
        let subject = Subject.setting("shared_buffers")
        let values: KeyValuePairs<String, Measure.Value> = [
            "shared_buffers_bytes": .int(size), "database_bytes": .int(database),
            "memory_bytes": .int(memory ?? -1),
        ]
        let wanted = min(memory.map { $0 / 16 } ?? 128 << 20, 8 << 30)
        guard size < wanted, size < database else {
            return subject.healthy("is \(Figure.bytes(size))", values)
        }
        let beside = memory.map { ", of \(Figure.bytes($0)) of memory" } ?? ""
        let better = min(memory.map { $0 / 4 } ?? 512 << 20, 16 << 30) >> 20
        return subject.finding(
            .notice,
            "is \(Figure.bytes(size))\(beside), for a database of \(Figure.bytes(database))",
            values,
            remedy: "as a superuser; the server must be restarted then",
            command: "chandler db psql -- -c \"ALTER SYSTEM SET shared_buffers = '\(better)MB'\""
        )
    }

    private func workMemory(
        _ size: Int64,
        _ settings: SettingValues,
        _ memory: Int64?
    ) -> Finding {
        let subject = Subject.setting("work_mem")
        let all = Double(size) * (settings.number("max_connections") ?? 0)
        if size < 4 << 20 {
            return subject.wrong(
                .notice,
                "is \(Figure.bytes(size)): sorts go to the disk",
                .int(size),
                key: "work_mem_bytes",
                set: "'16MB'"
            )
        }
        if let memory, all > Double(memory) {
            return subject.wrong(
                .notice,
                "is \(Figure.bytes(size)): with every connection in use that is more than the "
                    + "memory of \(Figure.bytes(memory))",
                .int(size),
                key: "work_mem_bytes",
                set: "'16MB'"
            )
        }
        return subject.healthy("is \(Figure.bytes(size))", ["work_mem_bytes": .int(size)])
    }

    private func walSize(_ size: Int64) -> Finding {
        let subject = Subject.setting("max_wal_size")
        guard size < 1 << 30 else {
            return subject.healthy("is \(Figure.bytes(size))", ["max_wal_size_bytes": .int(size)])
        }
        return subject.wrong(
            .notice,
            "is \(Figure.bytes(size)): loads of months force checkpoints",
            .int(size),
            key: "max_wal_size_bytes",
            set: "'2GB'"
        )
    }

    private func pageCost(_ cost: Double) -> Finding {
        let subject = Subject.setting("random_page_cost")
        guard cost >= 4 else {
            return subject.healthy("is \(Figure.tenths(cost))", ["cost": .number(cost)])
        }
        return subject.wrong(
            .notice,
            "is \(Figure.tenths(cost)), made for spinning disks",
            .number(cost),
            key: "cost",
            set: "1.1"
        )
    }
}
