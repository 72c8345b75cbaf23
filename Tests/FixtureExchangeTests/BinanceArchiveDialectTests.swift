import CLibcrypto
import CZlib
import ChandlerCore
import NIOCore
import Testing

@testable import FixtureExchange

/// What the archive serves, on the hand-made file: minutes 0 to 4 and 8 to 11 of 2024.
@Suite struct BinanceArchiveDialectTests {
    private static let folder = "/data/spot/monthly/klines/SMALLUSDT/1m/"
    private static let name = "SMALLUSDT-1m-2024-01.zip"

    private func answer(
        _ target: String,
        now: String = "2024-06-01T00:00:00Z",
        _ change: (inout ArchiveFlaws) throws -> Void = { _ in }
    ) throws -> Answer {
        var flaws = ArchiveFlaws()
        try change(&flaws)
        var configuration = FixtureExchangeConfiguration(candles: [TestFiles.small])
        configuration.now = Timestamp(parsing: now)
        let exchange = try Exchange(configuration)
        let dialect = BinanceArchiveDialect(flaws: flaws)
        let request = VenueRequest(method: "GET", target: target, headers: [:])
        try #require(dialect.subject(of: request) != nil)
        return dialect.answer(request, in: exchange, refusing: nil, disturbing: [])
    }

    private func bytes(_ answer: Answer) -> [UInt8] { Array(answer.body.readableBytesView) }

    private func text(_ answer: Answer) -> String { String(decoding: bytes(answer), as: UTF8.self) }

    /// The lines of the only member, found by its local header.
    private func lines(_ answer: Answer) throws -> [String] {
        let file = bytes(answer)
        let start = 30 + Int(file[26])
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        try #require(inflateInit2_(&stream, -15, ZLIB_VERSION, size) == Z_OK)
        defer { inflateEnd(&stream) }
        var input = Array(file[start...])
        var output = [UInt8](repeating: 0, count: 1 << 20)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = inflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return String(decoding: output[..<count], as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    @Test func monthHoldsTheRowsOfTheFileInMilliseconds() throws {
        let lines = try lines(answer(Self.folder + Self.name))
        #expect(
            lines.first
                == "1704067200000,100.00000000,101.50000000,99.50000000,101.00000000,12.34567890,"
                + "1704067259999,1246.91356890,42,6.00000000,606.00000000,0"
        )
        #expect(lines.count == 9)
    }

    @Test func headerIsSwitchedOn() throws {
        let lines = try lines(answer(Self.folder + Self.name) { try $0.add("header") })
        #expect(lines.count == 10)
        #expect(lines.first?.hasPrefix("open_time,open,") == true)
    }

    @Test(
        arguments: [
            ("2024-02-04T23:59:59Z", 404), ("2024-02-05T00:00:00Z", 200),
        ]
    )
    func monthAppearsOnTheFirstMondayAfterIt(now: String, status: Int) throws {
        #expect(try answer(Self.folder + Self.name, now: now).status == status)
    }

    @Test func dayAppearsWhenItIsOver() throws {
        let path = "/data/spot/daily/klines/SMALLUSDT/1m/SMALLUSDT-1m-2024-01-01.zip"
        #expect(try answer(path, now: "2024-01-01T23:00:00Z").status == 404)
        #expect(try answer(path, now: "2024-01-02T00:00:00Z").status == 200)
        #expect(try lines(answer(path)).count == 9)
    }

    @Test(
        arguments: [
            "SMALLUSDT-1m-2024-02.zip", "SMALLUSDT-1m-2023-12.zip", "SMALLUSDT-1m-2024-13.zip",
            "SMALLUSDT-5m-2024-01.zip", "OTHER-1m-2024-01.zip", "SMALLUSDT-1m-2024-01.csv", "",
        ]
    )
    func otherFilesAreNotThere(name: String) throws {
        #expect(try answer(Self.folder + name).status == 404)
    }

    @Test func checksumIsThatOfTheFileUnlessItIsMadeWrong() throws {
        let zip = bytes(try answer(Self.folder + Self.name))
        let path = Self.folder + Self.name + ".CHECKSUM"
        #expect(text(try answer(path)) == "\(ArchiveZip.sha256(zip))  \(Self.name)\n")
        let wrong = try answer(path) { try $0.add("checksum:SMALLUSDT-1m-2024-01") }
        #expect(text(wrong).hasPrefix("e3b0c442"))
        #expect(ArchiveZip.md5(Array("abc".utf8)) == "900150983cd24fb0d6963f7d28e17f72")
    }

    @Test func listingNamesFilesAndTheirFingerprints() throws {
        let sum = text(try answer(Self.folder + Self.name + ".CHECKSUM"))
        let prefix = String(Self.folder.dropFirst())
        let path = "/data.binance.vision?delimiter=/&prefix=\(prefix)"
        let listing = text(try answer(path))
        #expect(listing.contains("<Key>\(prefix)\(Self.name)</Key>"))
        #expect(listing.contains("&quot;\(ArchiveZip.md5(Array(sum.utf8)))&quot;"))
        #expect(listing.contains("<IsTruncated>false"))
        let rest = text(try answer(path + "&marker=\(prefix)\(Self.name)"))
        #expect(!rest.contains("\(Self.name)</Key>") && rest.contains(".CHECKSUM</Key>"))
        #expect(try answer(path) { try $0.add("no-listing") }.status == 403)
        #expect(!text(try answer(path, now: "2024-01-20T00:00:00Z")).contains("<Key>"))
    }

    @Test func rowsOfFilesAloneAreHiddenAndRevised() throws {
        let lines = try lines(
            answer(Self.folder + Self.name) { flaws in
                try flaws.add("rows:hide:1704067200000")
                try flaws.add("rows:revise:1704067260000:volume:7")
            }
        )
        #expect(lines.count == 8)
        #expect(lines.first?.contains(",7,") == true)
        #expect(
            try answer(Self.folder + Self.name) { try $0.add("absent:SMALLUSDT-1m-2024-01") }.status
                == 404
        )
    }

    @Test(arguments: ["", "header:1", "checksum", "rows:cut", "rows:nonsense", "other"])
    func otherFlawsAreRefused(text: String) {
        var flaws = ArchiveFlaws()
        #expect(throws: FixtureExchangeError.self) { try flaws.add(text) }
    }

    @Test func filesFromTheYear2025OnCountMicroseconds() async throws {
        try await TestFiles.withFolder { folder in
            try TestFiles.write(
                plainHeader + "1735689540000,1,1,1,1,1\n1735689600000,1,1,1,1,1\n",
                to: folder + "/LATEUSDT-1m.csv"
            )
            var configuration = FixtureExchangeConfiguration(candles: [folder])
            configuration.now = Timestamp(parsing: "2025-06-01T00:00:00Z")
            let exchange = try Exchange(configuration)
            let dialect = BinanceArchiveDialect()
            func first(_ month: String) throws -> String? {
                let path = "/data/spot/monthly/klines/LATEUSDT/1m/LATEUSDT-1m-\(month).zip"
                let request = VenueRequest(method: "GET", target: path, headers: [:])
                let answer = dialect.answer(request, in: exchange, refusing: nil, disturbing: [])
                return try lines(answer).first
            }
            #expect(try first("2024-12")?.hasPrefix("1735689540000,1,") == true)
            #expect(
                try first("2025-01")?.hasPrefix(
                    "1735689600000000,1,1,1,1,1,1735689659999999,0.00000000,0,"
                ) == true
            )
        }
    }
}
