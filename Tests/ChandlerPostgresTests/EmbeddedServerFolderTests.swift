import Foundation
import Testing

@testable import ChandlerPostgres

@Suite struct EmbeddedServerFolderTests {
    private func folder(_ environment: [String: String]) throws -> String {
        try EmbeddedServer.defaultFolder(environment: environment)
    }

    @Test func theEnvironmentDecidesInThisOrder() throws {
        let all = ["CHANDLER_HOME": "/a/", "XDG_DATA_HOME": "/b", "HOME": "/c"]
        #expect(try folder(all) == "/a/postgres")
        #expect(try folder(["XDG_DATA_HOME": "/b", "HOME": "/c"]) == "/b/chandler/postgres")
        #expect(
            try folder(["XDG_DATA_HOME": "relative", "CHANDLER_HOME": "", "HOME": "/c"])
                == "/c/.local/share/chandler/postgres"
        )
        let current = FileManager.default.currentDirectoryPath
        #expect(try folder(["CHANDLER_HOME": "here"]) == "\(current)/here/postgres")
    }

    @Test func rootsClosedHomeIsNotUsed() throws {
        guard getuid() == 0, getpwnam("postgres") != nil else { return }
        let home = try TemporaryFolder("home")
        defer { home.remove() }
        chmod(home.path, 0o700)
        #expect(try folder(["HOME": home.path]) == "/var/lib/chandler/postgres")
        chmod(home.path, 0o755)
        #expect(try folder(["HOME": home.path]) == "\(home.path)/.local/share/chandler/postgres")
    }

    @Test func theSocketFolderIsShortAndAlwaysTheSame() {
        let short = ServerFolders(base: "/var/lib/chandler/postgres")
        #expect(
            short.socketFolder(runtimeFolder: "/run/user/1", userID: 1, port: 5432)
                == "/var/lib/chandler/postgres/run"
        )
        let long = ServerFolders(base: "/" + String(repeating: "x", count: 100))
        let first = long.socketFolder(runtimeFolder: "/run/user/1", userID: 1, port: 5432)
        #expect(first == long.socketFolder(runtimeFolder: "/run/user/1", userID: 1, port: 5432))
        #expect(first.hasPrefix("/run/user/1/chandler-1-"))
        let other = ServerFolders(base: "/" + String(repeating: "y", count: 100))
        #expect(first != other.socketFolder(runtimeFolder: "/run/user/1", userID: 1, port: 5432))
        #expect(
            long.socketFolder(runtimeFolder: long.base, userID: 1, port: 5432)
                .hasPrefix("/tmp/chandler-1-")
        )
    }

    @Test func theBorderOfTheSocketsPathIsExact() {
        let fits = ServerFolders(base: "/" + String(repeating: "x", count: 107 - 19 - 4))
        let own = fits.socketFolder(runtimeFolder: nil, userID: 1, port: 5432)
        #expect(own == fits.base + "/run")
        #expect("\(own)/.s.PGSQL.5432".utf8.count <= 107)
        let over = ServerFolders(base: "/" + String(repeating: "x", count: 107 - 19 - 4 + 6))
        #expect(
            over.socketFolder(runtimeFolder: nil, userID: 1, port: 5432).hasPrefix("/tmp/")
        )
    }
}
