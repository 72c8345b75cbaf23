import ChandlerPostgres
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// The list of tables against the catalog of a migrated database.
@Suite struct ErasedTableTests {
    /// Every column that could hold a name, of every table that is no partition.
    private func columns(_ condition: String) async throws -> [(table: String, column: String)] {
        let bench = try await RetentionBench()
        return try bench.connection.query(
            """
            SELECT a.attrelid::regclass::text, a.attname
            FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE c.relnamespace::regnamespace::text NOT LIKE 'pg\\_%'
                AND c.relnamespace::regnamespace::text <> 'information_schema'
                AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
                AND NOT a.attisdropped AND \(condition) ORDER BY 1, 2
            """
        ).map { (table: try $0.text(0), column: try $0.text(1)) }
    }

    @Test func everyColumnOfMintsOrSymbolsIsInTheListOrPassedWithAReason() async throws {
        let found = try await columns("a.attname IN ('mint', 'token_mint', 'symbol')")
        #expect(found.count > 20)
        for (table, column) in found {
            guard let entry = ErasedTable.all.first(where: { $0.name == table }) else {
                Issue.record("\(table) has the column \(column) and is not in the list")
                continue
            }
            let isKnown =
                entry.mint == column || entry.symbol == column
                || entry.mentions.contains { $0.column == column }
            #expect(isKnown, "\(table).\(column)")
            let kind: ErasureSubject.Kind = column == "symbol" ? .symbol : .mint
            #expect(
                entry.column(of: kind) == column || entry.left(kind).contains { $0.0 == column },
                "\(table).\(column)"
            )
        }
    }

    @Test func everyColumnOfTextIsInTheListOrPassedWithAReason() async throws {
        let texts = try await columns(
            "(t.typcategory = 'S' OR t.typname IN ('jsonb', 'json', 'bytea', '_text', '_varchar'))"
        )
        #expect(texts.count > 80)
        for (table, column) in texts {
            let entry = ErasedTable.all.first { $0.name == table }
            let isKnown =
                entry?.mint == column || entry?.symbol == column
                || entry?.mentions.contains { $0.column == column } == true
            let isPassed =
                ErasedTable.passed[column] != nil || ErasedTable.passed["\(table).\(column)"] != nil
            #expect(isKnown || isPassed, "\(table).\(column)")
        }
    }

    @Test func theListNamesNothingThatIsNotThere() async throws {
        let there = Set(try await columns("true").map { "\($0.table).\($0.column)" })
        for entry in ErasedTable.all {
            let columns = [entry.mint, entry.symbol, entry.hasNetwork ? "network" : nil]
            for column in columns.compactMap(\.self) + entry.mentions.map(\.column) {
                #expect(there.contains("\(entry.name).\(column)"), "\(entry.name).\(column)")
            }
        }
        #expect(Set(ErasedTable.all.map(\.name)).count == ErasedTable.all.count)
    }

    @Test func textsAreToldFromDocuments() async throws {
        let documents = Set(
            try await columns("t.typname = 'jsonb'").map { "\($0.table).\($0.column)" }
        )
        for entry in ErasedTable.all {
            for mention in entry.mentions where mention.fate == .redacted {
                let isText = ErasureStatements.texts.contains(mention.column)
                #expect(
                    documents.contains("\(entry.name).\(mention.column)") == !isText,
                    "\(entry.name).\(mention.column)"
                )
            }
        }
    }

    @Test func rowsGoAfterThoseThatNameThem() async throws {
        let bench = try await RetentionBench()
        let names = ErasedTable.all.map(\.name)
        let links = try bench.connection.query(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint "
                + "WHERE contype = 'f'"
        ).map { (from: try $0.text(0), to: try $0.text(1)) }
        #expect(links.count > 4)
        for link in links {
            guard let to = names.firstIndex(of: link.to),
                ErasedTable.all[to].symbol ?? ErasedTable.all[to].mint != nil
            else { continue }
            let from = try #require(names.firstIndex(of: link.from))
            #expect(from < to, "\(link)")
        }
    }
}
