import ArgumentParser
import Testing

@testable import ChandlerBench

@Suite struct CommandTests {
    /// Arguments that are refused, and what the message must name.
    private static let refused: [(arguments: String, word: String)] = [
        ("micro --rounds 0", "--rounds is 1 or more, was 0"),
        ("micro --candles 999", "--candles is 1,000 or more, was 999"),
        ("indicators --python p --rounds -1", "--rounds"),
        ("indicators --python p --candles 10", "--candles"),
        ("indicators", "--python"),
        ("compare --bench b --rounds 0", "--rounds"),
        ("compare --bench b --months 25", "--months is 1 to 24, was 25"),
        ("compare --bench b --months 0", "--months"),
        ("compare", "--bench"),
        ("scaling --rounds 0", "--rounds"),
        ("scaling --lengths 10000001", "--lengths is 1 to 10,000,000, was 10000001"),
        ("scaling --lengths 1000,x", "1000,x"),
        ("memory --lengths 0", "\"0\""),
        ("increment --stored 0", "--stored"),
        ("increment --stored 9999999 --rounds 5", "--stored is 1 to 9,999,700"),
        ("increment --rounds 0", "--rounds"),
        ("increment --rounds 166667", "--rounds"),
        ("symbols --count 501", "--count is 1 to 500, was 501"),
        ("symbols --candles 0", "--candles"),
        ("symbols --rounds 0", "--rounds"),
        ("load --bench b --rounds 0", "--rounds"),
        ("load --bench b --lanes 25", "--lanes is 1 to 24, was 25"),
        ("load", "--bench"),
        ("parquet --python p --rounds 0", "--rounds"),
        ("parquet --python p --rows 999", "--rows is 1,000 or more, was 999"),
        ("parquet", "--python"),
    ]

    @Test(arguments: refused)
    func argumentsOutOfBoundsAreRefusedByName(_ arguments: String, _ word: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        do {
            _ = try BenchCommand.parseAsRoot(words)
            Issue.record("\(arguments) was taken")
        } catch {
            let message = BenchCommand.fullMessage(for: error)
            #expect(message.contains(word), "\(message)")
        }
    }

    @Test(arguments: [
        "micro --rounds 1 --candles 1000", "compare --bench b --months 1",
        "compare --bench b --months 24 --only floor", "scaling --lengths 10_000_000,1",
        "increment --stored 9999700 --rounds 5", "symbols --count 500 --candles 10000000",
        "load --bench b --work w --lanes 1 --rounds 1", "parquet --python p --rows 1000 --rounds 1",
        "indicators --python p --script s", "memory --lengths 1000,2000",
    ])
    func argumentsAtTheirBoundsAreTaken(_ arguments: String) throws {
        _ = try BenchCommand.parseAsRoot(arguments.split(separator: " ").map(String.init))
    }

    @Test func countsAreReadWithUnderscoresAndInOrder() throws {
        #expect(try counts(in: "1_000,20,3") == [1_000, 20, 3])
    }

    @Test func usualRoundsAreFiveOrMoreWhereRatiosAreQuoted() throws {
        #expect(try CompareCommand.parse(["--bench", "b"]).rounds >= 5)
        #expect(try LoadCommand.parse(["--bench", "b"]).rounds >= 5)
        #expect(try ParquetCommand.parse(["--python", "p"]).rounds >= 5)
        #expect(try IndicatorsCommand.parse(["--python", "p"]).rounds >= 5)
    }
}
