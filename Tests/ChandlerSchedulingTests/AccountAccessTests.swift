import ChandlerScheduling
import Foundation
import TestSupport
import Testing

@Suite struct AccountAccessTests {
    /// An account that nothing belongs to.
    private let stranger = AccountAccess(user: 4_000_001, groups: [4_000_001])

    private func file(_ scratch: ScratchFolder, _ folder: Int, _ mode: Int) throws -> String {
        _ = try scratch.folder("inner")
        let path = try scratch.write("x", to: "inner/file")
        chmod("\(scratch.path)/inner", mode_t(folder))
        chmod(path, mode_t(mode))
        return path
    }

    @Test func modesOfTheWayAndOfTheFileCount() throws {
        let scratch = try ScratchFolder("access")
        chmod(scratch.path, 0o755)
        let inner = "\(scratch.path)/inner"
        let open = try file(scratch, 0o755, 0o644)
        #expect(stranger.barrier(to: .read, open) == nil)
        #expect(stranger.barrier(to: .execute, open) == open)
        #expect(stranger.barrier(to: .write, inner) == inner)
        _ = try file(scratch, 0o755, 0o640)
        #expect(stranger.barrier(to: .read, open) == open)
        _ = try file(scratch, 0o700, 0o644)
        #expect(stranger.barrier(to: .read, open) == inner)
        chmod(inner, 0o722)
        #expect(stranger.barrier(to: .write, inner) == inner, "it cannot be passed")
        chmod(inner, 0o777)
        #expect(stranger.barrier(to: .write, inner) == nil)
        #expect(stranger.barrier(to: .read, "\(scratch.path)/no/thing") == nil)
    }

    @Test func ownersAndGroupsHaveTheirOwnModes() throws {
        let scratch = try ScratchFolder("access")
        let path = try file(scratch, 0o755, 0o640)
        chmod(scratch.path, 0o755)
        let owner = AccountAccess(user: getuid() == 0 ? 1 : getuid(), groups: [])
        var status = stat()
        #expect(stat(path, &status) == 0)
        let member = AccountAccess(user: 4_000_001, groups: [status.st_gid])
        #expect(member.barrier(to: .read, path) == nil)
        #expect(member.barrier(to: .write, path) == path)
        #expect(AccountAccess(user: 0, groups: []).barrier(to: .write, path) == nil)
        #expect((owner.barrier(to: .read, path) == nil) == (status.st_uid != 0))
        #expect(AccountAccess(named: "no-such-account") == nil)
        #expect(AccountAccess(named: "root") != nil)
    }
}
