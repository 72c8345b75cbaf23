import ChandlerCore
import ChandlerIndicators
import ChandlerParquet
import Testing

@testable import ChandlerDatasets

@Suite struct CSVCrewTests {
    private func table(seed: UInt64, rows: Int) throws -> RowTable {
        let candles = RandomCandles.make(
            seed: seed,
            count: rows + 3,
            from: try #require(Timestamp(parsing: "2024-02-28T22:00:00Z"))
        )
        let features = PlainFeatures(candles)
        var options = DatasetOptions(
            directory: "x",
            series: [],
            range: TimeRange(candles[0].openTime, candles[rows].openTime),
            indicators: .none,
            programVersion: "1"
        )
        options.horizons = [1, 3]
        var window = RowWindow(featureCount: 3)
        window.append(
            candles.indices,
            candles: candles,
            features: features.frame.columns,
            atr14: features.atr14
        )
        var labeller = Labeller(interval: .minute, options: options)
        var labels = LabelBlock(horizonCount: 2)
        labeller.label(0..<rows, of: window, into: &labels)
        var table = RowTable(featureCount: 3, horizonCount: 2)
        table.append(0..<rows, of: window, labels: labels, from: 0)
        return table
    }

    private func pieces() throws -> [CSVPiece] {
        try (0..<12).map { index in
            CSVPiece(
                table: try table(seed: UInt64(index), rows: index % 3 == 0 ? 1 : 700),
                frame: CSVFrame(header: index == 0 ? "names\n" : nil, lineStart: Array("a,".utf8))
            )
        }
    }

    private func file(threads: Int) throws -> [UInt8] {
        let crew = try CSVCrew(threadCount: threads)
        var file = GzipMember.header
        var checksum = GzipChecksum()
        let pieces = try pieces()
        for piece in pieces { crew.submit(piece) }
        for piece in pieces {
            crew.wait(for: piece)
            #expect(crew.isDone(piece))
            let encoded = try #require(piece.result).get()
            file += encoded.bytes
            checksum.add(encoded.checksum)
        }
        return file + GzipMember.trailer(checksum)
    }

    @Test func bytesDoNotDependOnTheThreads() throws {
        let one = try file(threads: 1)
        for threads in 2...4 { #expect(try file(threads: threads) == one) }
    }

    @Test func linesAreThoseOfThePlainWay() throws {
        let text = try Gzip.decompress(try file(threads: 2), limit: 1 << 24)
        let expected = try "names\n" + pieces().map { lines($0.table) }.joined()
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }

    @Test func piecesNobodyBeganAreDroppedWithTheCrew() throws {
        let pieces = try pieces()
        do {
            let crew = try CSVCrew(threadCount: 1)
            for piece in pieces.prefix(2) { crew.submit(piece) }
        }
        // Whoever was at work has ended: the tables can be taken.
        #expect(pieces[0].takeTable().count == 1)
        #expect(pieces[1].result == nil || pieces[0].result != nil)
    }

    private func lines(_ table: RowTable) -> String {
        (0..<table.count).map { row in
            var fields = [Timestamp(microseconds: table.openTimes[row]).description]
            fields += table.prices.map { trimmed(Price(raw: $0[row]).description) }
            fields.append(trimmed(Quantity(raw: table.volumes[row]).description))
            fields += table.features.map { TenDigits($0[row])?.description ?? "" }
            for labels in table.labels.horizons {
                fields.append(TenDigits(labels.logReturns[row])?.description ?? "")
                fields.append(labels.hasDirection[row] ? "\(labels.directions[row])" : "")
                fields.append(labels.hasBarrier[row] ? "\(labels.barriers[row])" : "")
            }
            return "a," + fields.joined(separator: ",") + "\n"
        }
        .joined()
    }

    private func trimmed(_ text: String) -> String {
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
