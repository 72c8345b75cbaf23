import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

@Suite struct KeyFileTests {
    @Test func aKeyIsMadeOnceAndForItsOwnerOnly() throws {
        let scratch = try ScratchFolder("key")
        let file = KeyFile("\(scratch.path)/keys/deep/forget.key")
        let first = try file.key()
        #expect(try file.key().fingerprint == first.fingerprint)
        #expect(first.fingerprint.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try filesBelow("\(scratch.path)/keys/deep").count == 1)
        let other = try KeyFile("\(scratch.path)/other.key").key()
        #expect(other.fingerprint != first.fingerprint)
    }

    @Test func aKeyThatOthersCanReadOrThatIsShortIsRefused() throws {
        let scratch = try ScratchFolder("key")
        let open = try scratch.write(String(repeating: "a", count: 64), to: "open.key")
        let error = #expect(throws: WarehouseError.self) { try KeyFile(open).key() }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("chmod 600") == true)
        chmod(open, 0o600)
        _ = try KeyFile(open).key()
        let short = try scratch.write("secret\n", to: "short.key")
        chmod(short, 0o600)
        let refusal = #expect(throws: WarehouseError.self) { try KeyFile(short).key() }
        #expect(refusal?.code == .configuration)
        #expect(refusal?.message.contains("secret") == false)
    }
}
