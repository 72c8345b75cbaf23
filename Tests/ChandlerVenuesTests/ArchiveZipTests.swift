import ChandlerHTTP
import Testing

@testable import ChandlerVenues

private let memberName = "BTCUSDT-1m-2024-03.csv"
private let memberContent: [UInt8] = (0..<20_000).flatMap { index in
    Array("\(index &* 2_654_435_761 % 1_000_003),2.5,3\n".utf8)
}

@Suite struct ArchiveZipTests {
    private func content(
        _ zip: ZipRecipe,
        limit: ZipMember.Limit = .init(bytes: 1 << 20)
    ) throws(ZipFault) -> [UInt8] {
        try zip.body.withPaddedBytes { (bytes) throws(ZipFault) in
            let member = try ZipMember(in: bytes, named: memberName, limit: limit)
            let stream = try ZipStream(member, in: bytes)
            var all: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 1_000)
            while true {
                var fault: ZipFault?
                let count = piece.withUnsafeMutableBytes { piece in
                    do throws(ZipFault) {
                        return try stream.read(into: piece)
                    } catch {
                        fault = error
                        return 0
                    }
                }
                if let fault { throw fault }
                if count == 0 { return all }
                all += piece[..<count]
            }
        }
    }

    private func fault(_ change: (inout ZipRecipe) -> Void) -> ZipFault? {
        var zip = ZipRecipe(memberName, memberContent)
        change(&zip)
        do throws(ZipFault) {
            _ = try content(zip)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [0, 8], [false, true])
    func contentComesOutAsItWentIn(method: Int, hasDescriptor: Bool) throws {
        var zip = ZipRecipe(memberName, memberContent)
        zip.method = method
        zip.hasDescriptor = hasDescriptor
        #expect(try content(zip) == memberContent)
        zip.descriptorIsMarked = false
        #expect(try content(zip) == memberContent)
        zip.content = []
        #expect(try content(zip) == [])
    }

    @Test func extraFieldsOfOtherKindsAreLeftOut() throws {
        var zip = ZipRecipe(memberName, memberContent)
        zip.extra = [0x55, 0x54, 1, 0, 7]
        zip.localExtra = [0x55, 0x54, 0, 0]
        zip.flags = 1 << 11
        #expect(try content(zip) == memberContent)
    }

    @Test(
        arguments: [
            "../\(memberName)", "/\(memberName)", "data/\(memberName)", "C:\(memberName)",
            "..\\\(memberName)", "..", "\(memberName)\0",
        ]
    )
    func nameWithAPathIsRefused(name: String) {
        let fault = fault { $0.name = name }
        guard case .path = fault else {
            Issue.record("was \(String(describing: fault))")
            return
        }
    }

    @Test func otherNameIsRefused() {
        #expect(
            fault { $0.name = "BTCUSDT-1m-2024-04.csv" } == .otherName("\"BTCUSDT-1m-2024-04.csv\"")
        )
        #expect(fault { $0.name = "" } == .otherName("\"\""))
        #expect(fault { $0.localName = "../../etc/passwd-00000" } != nil)
        #expect(fault { $0.localName = "BTCUSDT-1m-2024-04.csv" } != nil)
    }

    @Test func anythingButOneMemberIsRefused() {
        #expect(fault { $0.members = 2 } == .members(2))
        #expect(fault { $0.members = 0 } == .members(0))
        #expect(fault { $0.members = 0xFFFF } == .unsupported("it is a zip64"))
    }

    @Test(arguments: [1, 1 << 6, 1 << 13, 1 << 5, 1 << 4])
    func encryptedAndPatchedMembersAreRefused(flags: Int) {
        guard case .unsupported = fault({ $0.flags = flags }) else {
            Issue.record("flags \(flags) were accepted")
            return
        }
    }

    @Test func zip64IsRefused() {
        #expect(fault { $0.count = 0xFFFF_FFFF } == .unsupported("its member is a zip64"))
        #expect(fault { $0.compressedCount = 0xFFFF_FFFF } == .unsupported("its member is a zip64"))
        let field: [UInt8] = [1, 0, 8, 0] + Array(repeating: 0, count: 8)
        #expect(fault { $0.extra = field } == .unsupported("its member is a zip64"))
        #expect(fault { $0.localExtra = field } == .unsupported("its member is a zip64"))
        #expect(fault { $0.afterDirectory = Array(repeating: 0, count: 20) } != nil)
    }

    @Test(
        arguments: [
            { $0.prefix = [0] }, { $0.suffix = [0] }, { $0.afterMember = [0] },
            { $0.afterDirectory = [0] }, { $0.offset = 1 }, { $0.method = 12 },
            { $0.extra = [0x55, 0x54, 9, 0] }, { $0.extra = [1] }, { $0.localCRC = 1 },
            { $0.compressed = ZipRecipe.deflated(memberContent) + [0] },
            {
                $0.hasDescriptor = true
                $0.afterMember = [0]
            },
        ] as [@Sendable (inout ZipRecipe) -> Void]
    )
    func partsThatContradictEachOtherAreRefused(change: @Sendable (inout ZipRecipe) -> Void) {
        #expect(fault(change) != nil)
    }

    @Test func wrongChecksumOfTheContentIsRefused() {
        for hasDescriptor in [false, true] {
            let fault = fault {
                $0.crc = 1
                $0.hasDescriptor = hasDescriptor
            }
            #expect(fault == .damaged("the CRC-32 of its content is not that of its directory"))
        }
        #expect(
            fault {
                $0.method = 0
                $0.crc = 1
            } != nil
        )
    }

    @Test func wrongSizesAreRefused() {
        #expect(fault { $0.count = memberContent.count + 1 } != nil)
        #expect(fault { $0.count = memberContent.count - 1 } != nil)
        #expect(fault { $0.count = 0 } != nil)
        #expect(fault { $0.compressedCount = 10 } != nil)
        #expect(fault { $0.compressedCount = 1_000_000 } != nil)
        #expect(
            fault {
                $0.method = 0
                $0.count = 5
            } != nil
        )
    }

    @Test func bombIsRefusedBeforeItIsInflated() throws {
        let zeros = [UInt8](repeating: 48, count: 10_000_000)
        var zip = ZipRecipe(memberName, zeros)
        let honest = #expect(throws: ZipFault.self) {
            try content(zip, limit: .init(bytes: 1 << 30))
        }
        guard case .bomb = honest else {
            Issue.record("the ratio was accepted: \(String(describing: honest))")
            return
        }
        // One that lies about its size is stopped when it passes what it said.
        zip.count = 1_000
        #expect(throws: ZipFault.bomb("more than the 1000 bytes that it says")) {
            try content(zip, limit: .init(bytes: 1 << 30))
        }
        zip = ZipRecipe(memberName, memberContent)
        #expect(throws: ZipFault.self) { try content(zip, limit: .init(bytes: 100)) }
    }

    @Test func fileThatIsCutAnywhereIsRefused() throws {
        let whole = ZipRecipe(memberName, memberContent.prefix(600)).bytes
        let member = { (bytes: [UInt8]) throws(ZipFault) in
            try HTTPBody(bytes).withPaddedBytes { (bytes) throws(ZipFault) in
                try ZipMember(in: bytes, named: memberName, limit: .init(bytes: 1 << 20))
            }
        }
        _ = try member(whole)
        for count in 0..<whole.count {
            #expect(throws: ZipFault.self) { _ = try member(Array(whole[..<count])) }
        }
    }

    @Test func cutContentWithRightHeadersIsRefused() {
        let data = ZipRecipe.deflated(memberContent)
        let fault = fault { $0.compressed = Array(data.dropLast(5)) }
        guard case .truncated = fault else {
            Issue.record("was \(String(describing: fault))")
            return
        }
    }

    @Test func damagedContentIsRefused() {
        var data = ZipRecipe.deflated(memberContent)
        data[data.count / 2] ^= 0x40
        #expect(fault { $0.compressed = data } != nil)
    }
}
