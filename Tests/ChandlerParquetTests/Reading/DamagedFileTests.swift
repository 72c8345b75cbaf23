import ChandlerParquet
import Foundation
import Testing

/// Damage ends in an error or changes nothing; it never ends the program.
@Suite struct DamagedFileTests {
    /// Damaged files a test reads; `CHANDLER_FUZZ` sets another number.
    private static let count =
        ProcessInfo.processInfo.environment["CHANDLER_FUZZ"].flatMap(Int.init) ?? 1500

    private func rows(_ bytes: [UInt8]) throws(ParquetError) -> [[PlainRows]] {
        do {
            return try ParquetFileReader(source: MemoryBytes(bytes)).allRows()
        } catch let error as ParquetError {
            throw error
        } catch {
            Issue.record("another error than ParquetError: \(error)")
            return []
        }
    }

    private func code(_ bytes: [UInt8]) -> ParquetError.Code? {
        do throws(ParquetError) {
            _ = try rows(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        for seed in 0..<UInt64(8) {
            let file = try RandomFile(seed: seed, mostRows: 40)
            let step = max(1, file.bytes.count / 400)
            for length in stride(from: 0, to: file.bytes.count, by: step) {
                let code = code(Array(file.bytes[..<length]))
                #expect(code == .damaged || code == .notParquet, "seed \(seed), \(length) bytes")
            }
        }
    }

    /// A flipped byte before the footer of a file with checksums is noticed or does not matter.
    @Test func changedByteOfAPageIsNeverTakenForAValue() throws {
        for seed in 0..<UInt64(max(4, Self.count / 100)) {
            let file = try RandomFile(seed: seed, mostRows: 60, checksums: true)
            let expected = file.allRows()
            let length = file.bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            var random = SeededRandom(seed: seed)
            let end = file.bytes.count - 8 - length
            guard end > 4 else { continue }
            for _ in 0..<100 {
                var bytes = file.bytes
                let place = Int.random(in: 0..<end, using: &random)
                bytes[place] ^= UInt8.random(in: 1...255, using: &random)
                do throws(ParquetError) {
                    #expect(try rows(bytes) == expected, "seed \(seed), byte \(place)")
                } catch {
                    #expect(!error.message.isEmpty)
                }
            }
        }
    }

    /// Bytes flipped, cut out, put in and copied anywhere, also in the footer.
    @Test func anyDamageEndsWell() throws {
        var errors: [ParquetError.Code: Int] = [:]
        var seed: UInt64 = 0
        var done = 0
        while done < Self.count {
            let file = try RandomFile(seed: seed, mostRows: 30, checksums: false)
            var random = SeededRandom(seed: seed &+ 1_000_000)
            for _ in 0..<50 {
                let code = code(damaged(file.bytes, &random))
                if let code { errors[code, default: 0] += 1 }
                done += 1
            }
            seed += 1
        }
        #expect(errors.values.reduce(0, +) > Self.count / 4)
        let known: Set<ParquetError.Code> = [.damaged, .notParquet, .unsupported]
        #expect(known.isSuperset(of: errors.keys), "\(errors)")
    }

    private func damaged(_ original: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = original
        let length = bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        // As often within the footer as anywhere.
        let first = Bool.random(using: &random) ? bytes.count - 8 - length : 0
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard first < bytes.count else { break }
            let place = Int.random(in: first..<bytes.count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF][Int.random(in: 0..<4, using: &random)]
            case 3:
                let source = Int.random(in: 0..<bytes.count, using: &random)
                let count = min(8, bytes.count - max(place, source))
                for step in 0..<count { bytes[place + step] = bytes[source + step] }
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return bytes
    }

    @Test(
        arguments: [[], [0x50, 0x41, 0x52, 0x31], Array("no Parquet file at all".utf8)] as [[UInt8]]
    )
    func otherFilesAreRefused(bytes: [UInt8]) {
        #expect(code(bytes) == .notParquet)
    }

    @Test func errorNamesThePlace() throws {
        let column = ParquetColumn(name: "close", type: .double)
        let sink = MemorySink()
        let writer = try ParquetFileWriter(
            schema: ParquetSchema(columns: [column]),
            options: ParquetOptions(
                createdBy: "test version 1",
                compression: .none,
                pageRowLimit: 4,
                writesChecksums: true
            ),
            sink: sink
        )
        try writer.writeRowGroup([.exactDoubles([1, 2, 3])])
        try writer.writeRowGroup([.exactDoubles([1, 2, 3, 4, 5])])
        let end = sink.bytes.count
        try writer.finish()
        var bytes = sink.bytes
        bytes[end - 1] ^= 1
        let reader = try ParquetFileReader(source: MemoryBytes(bytes))
        _ = try reader.readRowGroup(0)
        do throws(ParquetError) {
            _ = try reader.readRowGroup(1)
            Issue.record("the damage was not noticed")
        } catch {
            #expect(error.code == .damaged)
            #expect(error.context.column == "close")
            #expect(error.context.rowGroup == 1)
            #expect(error.context.page == 1)
            #expect(error.context.offset == Int64(end - 8))
            #expect(error.message.contains("CRC-32"))
        }
    }
}
