import Testing

@testable import ChandlerPostgres

@Suite struct ServerProgramsTests {
    private func programs(_ major: Int, _ minor: Int) -> ServerPrograms {
        ServerPrograms(folder: "/pg\(major)", majorVersion: major, minorVersion: minor)
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", 15, 18),
        ("postgres (PostgreSQL) 9.6.24", 9, 6), ("postgres (PostgreSQL) 19devel", 19, 0),
        ("postgres (PostgreSQL) 18beta1", 18, 0), ("postgres (PostgreSQL) 17", 17, 0),
    ])
    func versionLinesAreRead(line: String, major: Int, minor: Int) throws {
        let read = try #require(ServerPrograms(folder: "/x", versionLine: line))
        #expect(read == ServerPrograms(folder: "/x", majorVersion: major, minorVersion: minor))
    }

    @Test func otherLinesAreNot() {
        #expect(ServerPrograms(folder: "/x", versionLine: "mysqld 8") == nil)
        #expect(ServerPrograms(folder: "/x", versionLine: "postgres (PostgreSQL) x") == nil)
    }

    @Test func theNumericallyNewestIsChosen() throws {
        let found = [programs(9, 6), programs(15, 18), programs(100, 1), programs(15, 2)]
        let newest = try ServerPrograms.choose(from: found, wantedMajor: nil, places: [])
        #expect(newest == programs(100, 1))
    }

    @Test func theDataFoldersVersionDecidesWhenThereIsOne() throws {
        let found = [programs(15, 2), programs(17, 1), programs(15, 18)]
        let match = try ServerPrograms.choose(from: found, wantedMajor: 15, places: [])
        #expect(match == programs(15, 18))
        let error = postgresError {
            _ = try ServerPrograms.choose(from: found, wantedMajor: 16, places: [])
        }
        #expect(error?.code == .majorVersionMismatch)
        #expect(error?.message.contains("PostgreSQL 17.1 in /pg17") == true)
    }

    @Test func tooOldOnesCountAsMissing() {
        let error = postgresError {
            _ = try ServerPrograms.choose(from: [programs(13, 9)], wantedMajor: nil, places: [])
        }
        #expect(error?.code == .serverProgramsMissing)
        #expect(error?.message.contains("older than 14") == true)
    }
}

@Suite struct PostmasterFileTests {
    @Test func aRunningServersFileIsRead() throws {
        let text = "4711\n/data\n1700000000\n5432\n/run/x\n\n  1234 5\nready   \n"
        let file = try #require(PostmasterFile(text: text))
        #expect(file.processID == 4711)
        #expect(file.socketFolder == "/run/x")
        #expect(file.phase == "ready")
    }

    @Test(arguments: ["", "4711\n", "x\n/data\n1\n5432\n/run\n", "-4\n/data\n1\n5432\n/run\n"])
    func anUnfinishedFileIsNot(text: String) {
        #expect(PostmasterFile(text: text) == nil)
    }
}
