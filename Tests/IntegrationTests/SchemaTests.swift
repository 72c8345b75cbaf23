import TestSupport
import Testing

extension EndToEnd {
    /// The live schema beside the expected one, and months made ahead.
    @Suite struct SchemaTests {
        private func migrated() async throws -> (Chandler, TestDatabase) {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            return (chandler, database)
        }

        @Test func aMigratedDatabaseIsAsExpected() async throws {
            let (chandler, database) = try await migrated()
            try database.execute("CREATE TABLE my_notes (a int)")
            let run = try await chandler.run("db", "schema").succeeded()
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.last == "schema as expected, version 12", "\(run)")
            #expect(lines.contains("market_data · partitioned table · as expected"))
            #expect(lines.contains("cubi.daily_stats · materialized view · as expected"))
            #expect(lines.contains("my_notes · table · not Chandler's"))
            #expect(lines.contains { $0.contains("status") && $0.contains("default 'OPEN'") })
            let document = try await chandler.run("db", "schema", "--json").succeeded().document()
            #expect(document["status"].text == "as expected")
            #expect(document["schema_version"].int == 12)
            #expect(document["differences"].int == 0)
            #expect(document["relations"].elements.count > 30)
        }

        @Test func aChangeByHandEndsWithCode65AndIsNamed() async throws {
            let (chandler, database) = try await migrated()
            try database.execute(
                """
                DROP INDEX orders_symbol_idx;
                ALTER TABLE trades ADD note text;
                ALTER TABLE system_logs ALTER level TYPE varchar(5)
                """
            )
            let run = try await chandler.run("db", "schema")
            #expect(run.exitCode == 65, "\(run)")
            #expect(
                run.output.hasSuffix("schema version 12: 3 differences from the expected one\n")
            )
            let marked = run.output.split(separator: "\n").filter { $0.hasPrefix("  !") }
            #expect(marked.count == 3, "\(run)")
            #expect(
                marked.contains { $0.contains("DIFFERS: varchar(10) not null  varchar(5)") },
                "\(marked)"
            )
            #expect(marked.contains { $0.contains("note") && $0.contains("NOT EXPECTED") })
            #expect(
                marked.contains { $0.hasSuffix("MISSING: btree (symbol, status, created_at)  -") }
            )
            #expect(run.errors.contains("3 differences"), "\(run)")
            let json = try await chandler.run("db", "schema", "--json")
            #expect(json.exitCode == 65, "\(json)")
            let document = try json.document()
            #expect(document["differences"].int == 3)
            let words = document["relations"].elements.flatMap(\.["facts"].elements)
                .compactMap(\.["difference"].text)
            #expect(words.count == 3)
        }

        @Test func aDatabaseThatIsBehindIsToldHowToCatchUp() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            let empty = try await chandler.run("db", "schema")
            #expect(empty.exitCode == 65, "\(empty)")
            #expect(empty.errors.contains("chandler db migrate"), "\(empty)")
            #expect(
                try database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                    == "0"
            )
            _ = try await chandler.run("db", "migrate", "--to", "4").succeeded()
            let older = try await chandler.run("db", "schema")
            #expect(older.exitCode == 65)
            #expect(older.output.contains("schema version 4, behind version 12:"), "\(older)")
            #expect(older.output.contains("trade_history · table · missing"))
        }

        @Test func theStatementsMakeTheSchemaByHand() async throws {
            let chandler = Chandler(environment: [:])
            let sql = try await chandler.run("db", "schema", "--sql").succeeded().output
            let database = try TestCluster.shared().makeDatabase()
            try database.execute(sql)
            let run = try await Chandler(database: database).run("db", "schema")
            // Only the list of migrations is not there.
            #expect(run.output.contains("schema_migrations · table · missing"), "\(run)")
            #expect(run.output.contains(": 1 difference from"), "\(run)")
            let both = try await chandler.run("db", "schema", "--sql", "--json")
            #expect(both.exitCode == 64)
        }

        @Test func monthsAreMadeAheadOnce() async throws {
            let (chandler, database) = try await migrated()
            func names() throws -> [String] {
                try database.column(
                    """
                    SELECT to_char(now() AT TIME ZONE 'UTC' + m * interval '1 month',
                        '"market_data_y"YYYY"m"MM') FROM generate_series(0, 3) AS m
                    UNION ALL SELECT to_char(now() AT TIME ZONE 'UTC' + m * interval '1 month',
                        '"cubi.trade_data_"YYYY"_"MM') FROM generate_series(0, 3) AS m
                    """
                )
            }
            // A new database has them; take them away.
            for name in try names() { try database.execute("DROP TABLE \(name)") }
            let first = try await chandler.run("db", "partitions", "--json").succeeded().document()
            let made = first["tables"].elements.flatMap { $0["made"].elements.compactMap(\.text) }
            #expect(made == (try names()))
            #expect(
                first["tables"].elements.map { $0["table"].text }
                    == ["market_data", "cubi.trade_data"]
            )
            let again = try await chandler.run("db", "partitions").succeeded()
            #expect(again.output.contains("market_data: 4 months ready, nothing to do"), "\(again)")
            let more = try await chandler.run("db", "partitions", "--ahead", "5").succeeded()
            #expect(more.output.contains("cubi.trade_data: 6 months ready, 2 months made"))
            let schema = try await chandler.run("db", "schema").succeeded()
            #expect(schema.output.contains("schema as expected"))
            for wrong in ["-1", "121", "many"] {
                let run = try await chandler.run("db", "partitions", "--ahead", wrong)
                #expect(run.exitCode == 64, "\(run)")
            }
        }

        @Test func rowsOfOtherProgramsFindTheirMonth() async throws {
            let (chandler, database) = try await migrated()
            _ = try await chandler.run("db", "partitions").succeeded()
            try database.execute(
                """
                INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time)
                SELECT 'm', 's', now() + n * interval '1 month' FROM generate_series(0, 3) AS n
                """
            )
            #expect(try database.count("cubi.trade_data") == 4)
        }

        @Test(arguments: ["13", "-1"])
        func aVersionThatThereIsNotIsNotRolledBackTo(version: String) async throws {
            let (chandler, database) = try await migrated()
            let run = try await chandler.run("db", "rollback", "--to=\(version)", "--yes")
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("the database is at version 12; nothing was done"))
            #expect(try database.count("schema_migrations") == 12)
        }
    }
}
