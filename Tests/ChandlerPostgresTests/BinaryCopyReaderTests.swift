import Testing

@testable import ChandlerPostgres

@Suite struct BinaryCopyReaderTests {
    private func message() throws -> [UInt8] {
        var writer = BinaryCopyWriter(sink: nil, flushThreshold: 4096)
        for row in 0..<3 {
            try writer.beginRow(fieldCount: 4)
            writer.append(int64: Int64(row))
            writer.appendNull()
            writer.append(double: -0.5)
            writer.appendJSONB { $0.append(utf8: "[1]" as StaticString) }
        }
        try writer.finish()
        return writer.raw.withUnsafeBytes { Array($0) }
    }

    private func read(_ messages: [ArraySlice<UInt8>]) throws -> [Int64] {
        var reader = BinaryCopyReader()
        var numbers: [Int64] = []
        for message in messages {
            try Array(message).withUnsafeBytes { bytes in
                try reader.read(bytes) { row in
                    let (isNull, double, json) = (
                        row.isNull(1), try row.double(2), try row.jsonb(3)
                    )
                    #expect(isNull && double == -0.5 && json == "[1]")
                    numbers.append(try row.int64(0))
                }
            }
        }
        try reader.finish()
        return numbers
    }

    @Test func rowsMayShareAMessageOrHaveTheirOwn() throws {
        let all = try message()
        #expect(try read([all[...]]) == [0, 1, 2])
        let rowSize = (all.count - 19 - 2) / 3
        let cuts = [0, 19, 19 + rowSize, 19 + 2 * rowSize, all.count - 2, all.count]
        let parts = zip(cuts, cuts.dropFirst()).map { all[$0..<$1] }
        #expect(try read(parts) == [0, 1, 2])
    }

    @Test func anyCutIsNoticed() throws {
        let all = try message()
        for end in 0..<all.count {
            let error = postgresError { _ = try read([all[..<end]]) }
            #expect(error?.code == .protocolViolation, "cut at \(end)")
        }
    }

    @Test func anyWrongByteIsReadOrRefusedButNeverRunsOver() throws {
        let seed: UInt64 = 99
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var all = try message()
            all[Int.random(in: 0..<all.count, using: &generator)] = .random(
                in: .min ... .max,
                using: &generator
            )
            var reader = BinaryCopyReader()
            _ = try? all.withUnsafeBytes { bytes in
                try reader.read(bytes) { row in
                    for field in -1...row.count {
                        _ = try? row.int64(field)
                        _ = try? row.jsonb(field)
                        _ = try? row.wideFixedPoint8(field)
                        _ = try? row.timestampMicroseconds(field)
                    }
                }
            }
        }
    }

    @Test func anAccessorNamesRowFieldAndReason() throws {
        let all = try message()
        var reader = BinaryCopyReader()
        var messages: [String] = []
        try all.withUnsafeBytes { bytes in
            try reader.read(bytes) { row in
                guard row.number == 2 else { return }
                messages.append(postgresError { _ = try row.int64(1) }?.message ?? "")
            }
        }
        #expect(messages == ["read field 1 of row 2 of a COPY as bigint: it is NULL"])
    }
}
