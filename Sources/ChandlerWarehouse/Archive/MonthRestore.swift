import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Brings the rows of one month's verified files back.
struct MonthRestore {
    let connection: PostgresConnection
    let table: ArchivedTable
    let month: Month
    /// The month's folder.
    let path: String
    let parts: [ArchiveManifest.Part]

    private func outcome(inserted: Int, isNew: Bool = false) -> ArchiveRestore.Outcome {
        ArchiveRestore.Outcome(
            month: month,
            action: inserted > 0 || isNew ? .restored : .unchanged,
            rows: parts.reduce(0) { $0 + $1.rows },
            inserted: inserted
        )
    }

    private func file(of part: ArchiveManifest.Part) -> ArchivePart {
        ArchivePart(path: "\(path)/\(part.file)", columns: part.columns)
    }

    // MARK: - A partition

    /// Brings back a partition: as a table of its own, attached when it is equal.
    func partition(of partitioned: PartitionedTable) throws -> ArchiveRestore.Outcome {
        let name = partitioned.partition(month)
        return try connection.transaction {
            try ArchiveLock(connection: connection).waitForMonth(month, of: partitioned)
            guard let part = parts.first, parts.count == 1,
                try bring(part, into: name, of: partitioned)
            else { return try merge(into: name, of: partitioned) }
            try compare(try sorted(name, part), with: part)
            try advanceSequences()
            try recordReturn(part)
            return outcome(inserted: part.rows, isNew: true)
        }
    }

    /// Brings back the rows of all parts by their key, beside rows that are there.
    private func merge(
        into name: String,
        of partitioned: PartitionedTable
    ) throws -> ArchiveRestore.Outcome {
        let state = try PartitionList(connection: connection, table: partitioned).state(of: month)
        switch state {
        case .loose:
            throw refusal("the table \(name) exists and is no part of \(partitioned)")
        case .attached: break
        case .absent:
            try connection.callUpkeep("make_month", partitioned, month)
            try connection.callUpkeep("attach_month", partitioned, month)
        }
        try ArchiveLock(connection: connection).keepWritersOut(of: partitioned.name, name)
        var total = 0
        for part in parts { total += try merge(part, into: "ONLY \(name)") }
        if total > 0 { try advanceSequences() }
        return outcome(inserted: total, isNew: state == .absent)
    }

    /// Copies a file into its month, where the month is not there or has no rows.
    ///
    /// - Returns: Whether it did; writers are kept out otherwise.
    private func bring(
        _ part: ArchiveManifest.Part,
        into name: String,
        of partitioned: PartitionedTable
    ) throws -> Bool {
        let list = PartitionList(connection: connection, table: partitioned)
        switch try list.state(of: month) {
        case .loose:
            throw refusal("the table \(name) exists and is no part of \(partitioned)")
        case .attached:
            try ArchiveLock(connection: connection).keepWritersOut(of: partitioned.name, name)
            let hasRows = try connection.query("SELECT EXISTS (SELECT FROM ONLY \(name))")
                .firstRow().bool(0)
            if hasRows || part.rows == 0 { return false }
            try fill(name, part, isNew: false)
        case .absent:
            try connection.callUpkeep("make_month", partitioned, month)
            try fill(name, part, isNew: true)
            // Attaching makes the indexes.
            try connection.callUpkeep("attach_month", partitioned, month)
        }
        return true
    }

    private func sorted(
        _ name: String,
        _ part: ArchiveManifest.Part
    ) throws(PostgresError) -> String {
        """
        SELECT \(try table.selection(part.columns, of: "t")) FROM ONLY \(name) AS t
        ORDER BY \(try table.order(of: "t"))
        """
    }

    /// Copies a file into a partition; by way of a temporary table where columns came as text.
    private func fill(_ name: String, _ part: ArchiveManifest.Part, isNew: Bool) throws {
        let list = try ArchivedTable.list(part.columns)
        let file = file(of: part)
        if part.columns.contains(where: { $0.form == .cast }) {
            try staged(part).fill(from: file)
            let values = try values(of: part)
            try connection.execute(
                "INSERT INTO \(name) (\(list)) SELECT \(values) FROM \(StagedPart.name) AS s"
            )
        } else {
            let options = isNew ? "FORMAT binary, FREEZE" : "FORMAT binary"
            try connection.copyIn("COPY \(name) (\(list)) FROM STDIN (\(options))") {
                try file.copyRows(into: &$0)
            }
        }
    }

    private func compare(_ query: String, with part: ArchiveManifest.Part) throws {
        let found = try connection.digest(of: query, part.columns)
        guard found.rows == part.rows, found.digest == part.digest else {
            throw refusal(
                "the table has \(found.rows) rows with the digest \(found.digest.prefix(16))…, "
                    + "\"\(part.file)\" \(part.rows) with \(part.digest.prefix(16))…"
            )
        }
    }

    func refusal(_ words: String) -> WarehouseError {
        WarehouseError(
            .badData,
            "restore \(table.name) \(month.dashed): \(words); nothing was changed"
        )
    }
}

extension MonthRestore {
    // MARK: - Rows

    /// Brings back rows of a plain table by their key; those that are there and equal stay.
    func rows() throws -> ArchiveRestore.Outcome {
        try connection.transaction {
            try ArchiveLock(connection: connection).keepWritersOut(of: table.name)
            var total = 0
            for part in parts { total += try merge(part) }
            if total > 0 { try advanceSequences() }
            if table.name == "trades" {
                try KeptTradeDays(connection: connection, month: month).forget()
            }
            return outcome(inserted: total)
        }
    }

    /// Brings back the rows of a part that are not there, and compares all of them with the file.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - source: The partition, where the table has several.
    /// - Returns: How many rows were brought back.
    /// - Throws: ``WarehouseError`` with code `badData` where a row contradicts its archived one.
    private func merge(_ part: ArchiveManifest.Part, into source: String? = nil) throws -> Int {
        let staged = staged(part, source)
        try staged.fill(from: file(of: part))
        try refuseConflicts(part, source)
        let inserted = try insert(part, source)
        try compare(try staged.storedRows(), with: part)
        if inserted > 0 || source != nil { try recordReturn(part) }
        return inserted
    }

    private func staged(
        _ part: ArchiveManifest.Part,
        _ source: String? = nil
    ) -> StagedPart {
        StagedPart(connection: connection, table: table, columns: part.columns, source: source)
    }

    /// The staged values in the types of the table.
    private func values(of part: ArchiveManifest.Part) throws(PostgresError) -> String {
        var values: [String] = []
        for column in part.columns {
            let name = try column.identifier()
            values.append(column.form == .cast ? "s.\(name)::\(column.type)" : "s.\(name)")
        }
        return values.joined(separator: ", ")
    }

    /// Makes sure that no stored row contradicts a staged one.
    private func refuseConflicts(_ part: ArchiveManifest.Part, _ source: String?) throws {
        let keys = try staged(part, source).conflictingKeys(atMost: 6)
        guard keys.isEmpty else {
            let more = keys.count > 5 ? " and others" : ""
            throw refusal(
                "the table has other rows with the keys "
                    + "\(keys.prefix(5).joined(separator: ", "))\(more)"
            )
        }
    }

    private func insert(_ part: ArchiveManifest.Part, _ source: String?) throws -> Int {
        let statement = """
            INSERT INTO \(table.name) (\(try ArchivedTable.list(part.columns)))
            OVERRIDING SYSTEM VALUE
            SELECT \(try values(of: part)) FROM \(StagedPart.name) AS s
            WHERE NOT EXISTS (
                SELECT FROM \(source ?? table.name) AS t
                WHERE \(try staged(part, source).sameKey()))
            """
        do {
            return try connection.execute(statement)
        } catch {
            throw explained(error)
        }
    }

    /// Says what stands in the way of a row.
    private func explained(_ error: PostgresError) -> any Error {
        switch error.code {
        case .foreignKeyViolation:
            refusal(
                "rows name others that are not there; restore those first (orders and positions "
                    + "before trades): \(error)"
            )
        case .uniqueViolation: refusal("another row has a key of one of them: \(error)")
        default: error
        }
    }

    /// Makes sure that the next generated key is beyond those that came back.
    private func advanceSequences() throws {
        for column in table.columns {
            guard [.int16, .int32, .int64].contains(column.form) else { continue }
            let sequence = try connection.query(
                "SELECT pg_get_serial_sequence($1, $2)",
                [.text(table.name), .text(column.name)]
            ).firstRow().textIfPresent(0)
            guard let sequence else { continue }
            let name = try column.identifier()
            try connection.execute(
                """
                SELECT setval('\(sequence)', m.largest)
                FROM (SELECT max(\(name)) AS largest FROM \(table.name)) AS m, \(sequence) AS s
                WHERE m.largest > s.last_value
                """
            )
        }
    }

    private func recordReturn(_ part: ArchiveManifest.Part) throws {
        try ArchiveLedger(connection: connection).recordReturn(part, month, of: table.name)
    }
}
