import ChandlerPostgres
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

/// All tests of rotations, one after the other: they share the names of the roles.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PasswordRotationTests {
    private func failure(_ body: () throws -> Void) -> WarehouseError? {
        do { try body() } catch { return error as? WarehouseError }
        return nil
    }

    private func permissions(_ path: String) throws -> Int {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(facts[.posixPermissions] as? Int)
    }

    /// Nothing is left beside the file.
    private func neighbours(_ file: PasswordFile) throws -> [String] {
        let url = URL(fileURLWithPath: file.path).deletingLastPathComponent()
        return try FileManager.default.contentsOfDirectory(atPath: url.path)
    }

    @Test(arguments: LoginGroup.allCases)
    func theFirstRotationMakesALogin(group: LoginGroup) throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        let rotated = try bench.rotation(file, group).rotate()
        #expect(rotated.login == "\(group.name)_a")
        #expect(rotated.previous == nil)
        #expect(!rotated.isResumed)
        #expect(try bench.state(group) == ["\(group.name)_a login scram current"])
        #expect(try permissions(file.path) == 0o600)
        #expect(try neighbours(file) == ["app.url"])
        let connection = try file.connect()
        let row = try connection.query(
            """
            SELECT session_user::text, current_user::text, rolsuper OR rolcreaterole OR
                rolcreatedb OR rolreplication OR rolbypassrls
            FROM pg_roles WHERE rolname = session_user
            """
        ).firstRow()
        #expect(try row.text(0) == "\(group.name)_a")
        #expect(try row.text(1) == (group == .owner ? "chandler_owner" : "\(group.name)_a"))
        #expect(try !row.bool(2))
    }

    @Test func tenRotationsLockNobodyOut() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        _ = try bench.rotation(file).rotate()
        let client = RotatingClient(file)
        var passwords: Set<String> = []
        for round in 1...10 {
            let before = try file.password()
            let rotated = try bench.rotation(file).rotate()
            #expect(rotated.login.hasSuffix(round % 2 == 1 ? "_b" : "_a"))
            let previous = try #require(rotated.previous)
            // Both are let in until the end.
            #expect(try PostgresConnection(try bench.configuration(previous, before)).isOpen)
            client.awaitWholeCycle()
            let finished = try bench.rotation(file).finish()
            #expect(finished.disabled == previous)
            #expect(finished.isFileProven)
            #expect(finished.remaining == [])
            let refused = #expect(throws: PostgresError.self) {
                _ = try PostgresConnection(try bench.configuration(previous, before))
            }
            #expect(refused?.code == .authenticationFailed)
            passwords.insert(try file.password())
        }
        let (cycles, logins, failures) = client.stop()
        #expect(failures == [], "of \(cycles)")
        #expect(cycles >= 20)
        #expect(logins == ["chandler_app_a", "chandler_app_b"])
        #expect(passwords.count == 10)
        #expect(
            try bench.state() == [
                "chandler_app_a login scram current", "chandler_app_b nologin none idle",
            ]
        )
    }

    @Test func thePasswordIsNowhereButInTheFile() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        var secrets: [String] = []
        for _ in 0..<2 {
            let rotated = try bench.rotation(file).rotate()
            secrets.append(try file.password())
            _ = try bench.rotation(file).finish()
            var shown = "\(rotated)"
            dump(rotated, to: &shown)
            #expect(!shown.contains(try file.password()))
        }
        let log = try String(contentsOfFile: bench.cluster.server.logFile, encoding: .utf8)
        #expect(log.contains("ALTER ROLE \"chandler_app_b\""))
        for secret in secrets { #expect(!log.contains(secret)) }
    }

    @Test func anotherRotationWaitsForTheEndOfTheOneBefore() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        _ = try bench.rotation(file).rotate()
        _ = try bench.rotation(file).rotate()
        let line = try file.line()
        let error = failure { _ = try bench.rotation(file).rotate() }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("--finish") == true)
        #expect(try file.line() == line)
        #expect(
            try bench.state() == [
                "chandler_app_a login scram old", "chandler_app_b login scram current",
            ]
        )
        #expect(try file.connect().isOpen)
    }

    @Test func theOldLoginStaysWhileItIsInUse() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        _ = try bench.rotation(file).rotate()
        let straggler = try file.connect()
        _ = try bench.rotation(file).rotate()
        let state = try bench.state()
        let error = failure { _ = try bench.rotation(file).finish() }
        #expect(error?.code == .busy)
        #expect(
            error?.message.contains("a bot in chandler (process \(straggler.backendPID)") == true
        )
        #expect(error?.message.contains("--force") == true)
        #expect(try bench.state() == state)
        try straggler.checkLiveness()
        // The administrator is no superuser: ending others' sessions needs a role for that.
        let denied = failure { _ = try bench.rotation(file).finish(force: true) }
        #expect(denied?.code == .permissionDenied)
        try straggler.checkLiveness()
        #expect(try bench.state()[0] == "chandler_app_a nologin none idle")
    }

    @Test func forceEndsTheSessionsOfTheOldLogin() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        _ = try bench.rotation(file).rotate()
        let straggler = try file.connect()
        _ = try bench.rotation(file).rotate()
        let newcomer = try file.connect()
        let superuser = PasswordRotation(try bench.cluster.connect(), group: .app, file: file)
        let finished = try superuser.finish(force: true)
        #expect(finished.endedSessions == 1)
        #expect(throws: PostgresError.self) { try straggler.checkLiveness() }
        try newcomer.checkLiveness()
        #expect(try bench.state()[0] == "chandler_app_a nologin none idle")
    }

    @Test func finishingTwiceDoesNothing() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        #expect(failure { _ = try bench.rotation(file).finish() }?.code == .usage)
        _ = try bench.rotation(file).rotate()
        let state = try bench.state()
        #expect(try bench.rotation(file).finish().disabled == nil)
        #expect(try bench.state() == state)
        #expect(try file.connect().isOpen)
    }

    @Test func aFileThatLetsNobodyInKeepsTheOldLogin() throws {
        let bench = try RotationBench.fresh()
        let file = bench.file()
        _ = try bench.rotation(file).rotate()
        let first = try file.line()
        _ = try bench.rotation(file).rotate()
        let second = try file.line()
        let state = try bench.state()
        let wrong = second.replacingOccurrences(of: try file.password(), with: "wr0ng-s3cret")
        for text in [first, wrong, "", "nonsense", "postgresql://[", "http://x:wr0ng-s3cret@y/"] {
            try "\(text)\n".write(toFile: file.path, atomically: true, encoding: .utf8)
            let error = failure { _ = try bench.rotation(file).finish() }
            #expect(error?.code == .configuration, "\(text): \(error?.message ?? "-")")
            #expect(error?.message.contains("wr0ng") == false)
            #expect(error?.message.contains(file.path) == true)
            #expect(try bench.state() == state)
        }
    }
}
