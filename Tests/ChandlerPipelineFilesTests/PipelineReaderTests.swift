import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerScheduling
import ChandlerWarehouse
import Testing

@testable import ChandlerPipelineFiles

@Suite struct PipelineReaderTests {
    static let full = """
        # Everything at once.
        name: every-key
        description: All keys there are.
        series:
          - venue: binance
            symbols: [BTCUSDT, ethusdt]
            intervals: [1m, 1h]
            from: 2024-01-01
            to: 2024-06-30T12:30:00Z
            indicators: core, sma_37
          - venue: okx
            rule: top:50:USDT
            intervals: 8h
            from: 90d
            indicators: [none]
            resample: true
        pools:
          - venue: geckoterminal
            network: solana
            pools: 8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj
            token: JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN
            intervals: [1h]
            from: 2w
            to: 1d
            indicators: full
        tokens:
          - mints: [JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN]
            enrich: [geckoterminal, dexscreener]
          - {source: geckoterminal, enrich: none, network: base, query: bonk}
          - {recent: true, enrich: all}
        indicators: [core, "rsi_9, obv"]
        load:
          database: WAREHOUSE_URL
          connections: 4
          concurrency: 8
          overlap: 0
          max-rejects: 7
          patience: 10m
        dataset:
          folder: out/datasets
          from: 365d
          to: 2024-06-30
          format: csv.gz
          horizons: [1, 15]
          direction-threshold: 0.0005
          barrier-atr: 1.5
          split: 80/10/10
          embargo: 120
          drop-unlabelled: true
        retention:
          archive: /srv/archive
          keep: {market_data: 400d, cubi.token_data: 30d, orders: forever}
          only: [market_data, orders]
        maintenance:
          subjects: [partitions, vacuum]
          reindex: never
          deadline: 30m
          backup: true
          doctor: true
        schedule:
          cron: "*/15 * * * *"
          jitter: 30s
          deadline: 14m
          shards: 3
        notifications:
          - on: [failure, success]
            webhook: ALERT_WEBHOOK
          - on: recovery
            command: [/usr/bin/alert, "--all good"]
        metrics:
          file: /var/lib/chandler.prom
          push: PUSH_URL
        tests:
          - name: a day of minutes
            at: 2024-03-02
            expect: {exit: 75, candles: 1440, pool-candles: 24, tokens: 3, datasets: 2}

        """

    @Test func everyKeyArrivesInThePipeline() throws {
        let reading = PipelineReader.read(Self.full, path: "p.yaml")
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        let file = try #require(reading.file)
        #expect(file.name == "every-key" && file.description == "All keys there are.")
        let first = file.series[0]
        #expect(first.venue == "binance" && first.symbols.map(\.text) == ["BTCUSDT", "ETHUSDT"])
        #expect(first.intervals == [.minute, .hour] && first.rule == nil && !first.resample)
        #expect(first.from == .at(try #require(Timestamp(parsing: "2024-01-01"))))
        #expect(first.to == .at(try #require(Timestamp(parsing: "2024-06-30T12:30:00Z"))))
        #expect(first.indicators == IndicatorSet.core.union(try IndicatorSet(names: ["sma_37"])))
        let second = file.series[1]
        #expect(second.rule?.description == "top:50:USDT" && second.symbols.isEmpty)
        #expect(second.from == .back(seconds: 90 * 86_400) && second.to == nil)
        #expect(second.indicators == IndicatorSet.none && second.resample)
        let pool = try #require(file.pools.first)
        #expect(pool.venue == "geckoterminal" && pool.network == "solana")
        #expect(pool.pools == ["8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj"])
        #expect(pool.token == "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN")
        #expect(pool.intervals == [.hour] && pool.indicators == .full)
        #expect(pool.from == .back(seconds: 14 * 86_400) && pool.to == .back(seconds: 86_400))
        #expect(file.tokens.map(\.mints.count) == [1, 0, 0])
        #expect(file.tokens.map(\.enrich) == [["geckoterminal", "dexscreener"], [], nil])
        #expect(file.tokens.map(\.query) == [nil, "bonk", nil])
        #expect(file.tokens.map(\.recent) == [false, false, true])
        #expect(file.tokens[1].source == "geckoterminal" && file.tokens[1].network == "base")
        #expect(file.indicators == IndicatorSet.core.union(try IndicatorSet(names: ["rsi_9"])))
    }

    @Test func everyKeyOfTheSectionsArrives() throws {
        let file = try #require(PipelineReader.read(Self.full, path: "p.yaml").file)
        #expect(file.load.databaseVariable == "WAREHOUSE_URL" && file.load.connections == 4)
        #expect(file.load.concurrency == 8 && file.load.overlap == 0)
        #expect(file.load.maxRejects == 7 && file.load.patienceSeconds == 600)
        let dataset = try #require(file.dataset)
        #expect(dataset.folder == "out/datasets" && dataset.from == .back(seconds: 365 * 86_400))
        #expect(dataset.to != nil && dataset.format == .csvGzip && dataset.horizons == [1, 15])
        #expect(dataset.directionThreshold == 0.0005 && dataset.barrierATR == 1.5)
        #expect(dataset.split.description == "80/10/10" && dataset.embargo == 120)
        #expect(dataset.dropUnlabelled)
        let retention = try #require(file.retention)
        #expect(retention.archive == "/srv/archive" && retention.only == ["market_data", "orders"])
        #expect(
            retention.keep
                == ["market_data": .days(400), "cubi.token_data": .days(30), "orders": .forever]
        )
        let maintenance = try #require(file.maintenance)
        #expect(maintenance.subjects == [.partitions, .vacuum] && maintenance.reindex == .never)
        #expect(maintenance.deadlineSeconds == 1_800 && maintenance.backup && maintenance.doctor)
        let schedule = try #require(file.schedule)
        #expect(schedule.cron.description == "*/15 * * * *" && schedule.jitterSeconds == 30)
        #expect(schedule.deadlineSeconds == 840 && schedule.shards == 3)
        #expect(file.notifications.map(\.on) == [[.failure, .success], [.recovery]])
        #expect(file.notifications[0].webhookVariable == "ALERT_WEBHOOK")
        #expect(file.notifications[1].command == ["/usr/bin/alert", "--all good"])
        #expect(
            file.metrics.file == "/var/lib/chandler.prom" && file.metrics.pushVariable == "PUSH_URL"
        )
        let test = try #require(file.tests.first)
        #expect(test.name == "a day of minutes" && test.at == Timestamp(parsing: "2024-03-02"))
        #expect(test.exit == 75 && test.candles == 1_440 && test.poolCandles == 24)
        #expect(test.tokens == 3 && test.datasets == 2)
    }

    @Test func whatIsNotGivenHasItsDefault() throws {
        let text = """
            name: p
            series: {venue: binance, symbols: BTCUSDT, intervals: 1m, from: 1d}
            tokens: {recent: true}
            dataset: {folder: d}
            maintenance: {}
            retention: {}
            schedule: {cron: "@daily", deadline: 1h}
            notifications: {webhook: HOOK}
            tests: {name: a, at: 2024-01-01T12:00:00+02:00}
            """
        let reading = PipelineReader.read(text, path: "p.yaml")
        let file = try #require(reading.file, "\(reading.findings)")
        let load = LoadEntry()
        #expect(file.load.connections == load.connections && file.load.patienceSeconds == 300)
        #expect(file.dataset?.horizons == [1, 5, 15, 60] && file.dataset?.split == .standard)
        #expect(file.tokens[0].source == "jupiter" && file.tokens[0].enrich == nil)
        #expect(file.maintenance?.subjects == Set(MaintenanceSubject.allCases))
        #expect(file.retention?.keep.isEmpty == true && file.schedule?.shards == 1)
        #expect(file.notifications[0].on == [.failure, .recovery])
        #expect(file.tests[0].at == Timestamp(parsing: "2024-01-01T10:00:00Z"))
        #expect(file.indicators == nil && file.series[0].indicators == nil)
    }

    @Test func allMistakesAreFoundAtOnceInTheOrderOfTheText() {
        let text = """
            name: Bad Name
            series:
              - venue: binnance
                symbols: [BTC-USDT, ETHUSDT, ETHUSDT]
                intervals: [1m, 2m]
                form: 2024-01-01
            tokens: {recent: true, query: x}
            load: {connections: 99, database: postgres://u:hunter2@h/d, connections: 3}
            schedule: {cron: "0 25 * * *"}
            zzz: 1

            """
        let reading = PipelineReader.read(text, path: "p.yaml")
        #expect(reading.file == nil)
        let places = reading.findings.map { "\($0.line):\($0.column)" }
        #expect(
            places == [
                "1:7", "3:12", "4:18", "4:34", "5:21", "6:5", "7:24", "8:21", "8:35", "8:61",
                "9:21", "10:1",
            ],
            "\(reading.findings.map(\.description).joined(separator: "\n"))"
        )
        let all = reading.findings.map(\.description).joined()
        #expect(!all.contains("hunter2"), "\(all)")
        #expect(
            all.contains(
                "p.yaml:6:5: error: \"form\" is no key of series[0]; did you mean \"from\"?"
            )
        )
    }

    @Test func secretsAreNeverRepeated() {
        for secret in [
            "postgres://u:hunter2@h/d", "https://hooks.example.com/hunter2",
            "sk-hunter2hunter2hunter2",
            "xoxb-hunter2hunter2", "password=hunter2", "https://h/?token=hunter2",
            "https://api.example.com/bot12345:hunter2/send",
        ] {
            for place in [
                "name: \"§\"", "\"§\": 1", "description: \"a §\"", "load: {database: \"§\"}",
                "load: {patience: \"§\"}", "load: \"§\"", "series: {venue: \"§\"}",
                "series: {symbols: [A, \"§\"]}", "series: {symbols: [\"§\", \"§\"]}",
                "retention: {keep: {\"§\": 1d}}", "indicators: \"core, §\"",
                "tokens: {mints: \"§\"}",
                "schedule: {cron: \"§\"}", "notifications: {webhook: \"§\", on: \"§\"}",
                "{\"§\": {a: 1}, \"§\": 2}", "dataset: {split: \"§\"}", "series: {rule: \"§\"}",
            ] {
                let text = place.replacing("§", with: secret)
                let reading = PipelineReader.read(text, path: "p.yaml")
                let shown = reading.findings.map { "\($0) \($0.keyPath)" }.joined(separator: "\n")
                #expect(!reading.findings.isEmpty)
                #expect(!shown.contains("hunter2"), "\(place): \(shown)")
            }
        }
    }

    @Test func lineEndsAndByteOrderMarksMakeNoDifference() {
        let text = PlantedMistake.right + "load:\n  overlap: x\n"
        for other in [
            text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"), "\u{FEFF}" + text,
            "\u{FEFF}" + text.replacing("\n", with: "\r\n"), String(text.dropLast()),
        ] {
            let findings = PipelineReader.read(other, path: "p.yaml").findings
            #expect(findings.map { [$0.line, $0.column] } == [[8, 12]], "\(findings)")
        }
    }

    @Test func bytesThatAreNoTextAreFoundWhereTheyAre() {
        let head = Array("name: p\ndescription: é".utf8)
        let broken = PipelineReader.read(bytes: head + [0xFF, 0x0A], path: "p").findings
        #expect(broken.map { [$0.line, $0.column] } == [[2, 15]], "\(broken)")
        let wide = PipelineReader.read(bytes: [0xFF, 0xFE, 0x6E, 0x00], path: "p").findings
        #expect(wide.first?.message.contains("UTF-16") == true)
        let large = [UInt8](repeating: 0x23, count: 1_048_577)
        #expect(
            PipelineReader.read(bytes: large, path: "p").findings.first?.message.contains("large")
                == true
        )
    }

    /// A word for many is nearer than any single name that looks like it.
    @Test(arguments: [("cor", "core"), ("Fulll", "full"), ("nnone", "none"), ("rsi14", "rsi_14")])
    func aSelectionThatIsMisspeltIsRecognised(_ text: String, _ meant: String) throws {
        let text = PlantedMistake.right + "indicators: \(text)\n"
        let finding = try #require(PipelineReader.read(text, path: "p.yaml").findings.first)
        #expect(finding.hint == "did you mean \"\(meant)\"?", "\(finding)")
    }

    @Test func bombsAreRefusedQuickly() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...30 {
            bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
        }
        let keys = bomb.replacing("a1: ", with: "? *a0\n: ")
        let few = "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nload: *c\n"
        let deep = String(repeating: "[", count: 5_000)
        let deepKeys = String(repeating: "? ", count: 5_000)
        let dashes = String(repeating: "- ", count: 5_000) + "x"
        let closed = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        let twice = (0..<300).map { _ in "same: 1\n" }.joined()
        for text in [bomb, keys, few, deep, deepKeys, dashes, closed, twice] {
            let reading = PipelineReader.read(text, path: "p")
            #expect(reading.file == nil && !reading.errors.isEmpty)
        }
    }

    @Test func aFindingHasTheLengthOfWhatItIsAbout() {
        let text =
            "name: p\nseries: {venue: 'bi''x', symbols: \"\\u0041\", intervals: 1m, from: 1d}\n"
        let findings = PipelineReader.read(text, path: "p").findings
        #expect(findings.map { [$0.column, $0.length ?? 0] } == [[17, 7]], "\(findings)")
    }
}
