import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// Files that cannot be read at all, and names that do not fit.
@Suite struct FileFaultTests {
    private func check(
        _ error: WarehouseError,
        _ code: WarehouseError.Code,
        _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        for word in words {
            #expect(error.message.contains(word), "\(error)", sourceLocation: sourceLocation)
        }
    }

    @Test func eachFaultHasItsCodeAndWords() async throws {
        let shop = try await ImportWorkshop()
        let settings = "bot_settings"
        check(try shop.failure("", into: settings), .badData, "empty")
        check(try shop.failure("\n\n", into: settings), .badData, "no header")
        check(try shop.failure("\n", into: settings, as: "a.jsonl"), .badData, "no rows")
        check(
            try shop.failure("parameter_name,parmeter_value\n", into: settings),
            .usage,
            "\"parmeter_value\" (nearest: parameter_value)",
            "--ignore-unknown"
        )
        check(
            try shop.failure(
                "{\"parameter_name\": \"a\"}\n{\"paramter_name\": \"b\"}\n",
                into: settings,
                as: "a.jsonl"
            ),
            .usage,
            "line 2",
            "nearest: parameter_name"
        )
        check(try shop.failure("parameter_value\nx\n", into: settings), .usage, "parameter_name")
        check(
            try shop.failure("{\"parameter_value\": 1}\n", into: settings, as: "a.jsonl"),
            .usage,
            "parameter_name"
        )
        check(
            try shop.failure("parameter_name,parameterName\n", into: settings),
            .usage,
            "twice"
        )
        check(
            try shop.failure("parameter_name\n\"a\n\nb", into: settings),
            .badData,
            "line 2",
            "never closed"
        )
        check(try shop.failure("a\n", into: settings, as: "rows.dat"), .usage, "--format")
        check(
            try shop.failure("parameter_name\na\n", into: settings) { $0.timeZone = "Mars/Base" },
            .usage,
            "Mars/Base"
        )
        check(
            try shop.failure("parameter_name\na\n", into: settings) { $0.renames = ["x": "y"] },
            .usage,
            "\"y\""
        )
        #expect(try shop.database.count(settings) == 0)
    }

    @Test func filesThatCannotBeOpenedAreNamed() async throws {
        let shop = try await ImportWorkshop()
        func failure(_ path: String) throws -> WarehouseError {
            do {
                _ = try shop.load(file: path, into: "bot_settings")
                throw TestFailure("\(path) was read")
            } catch let error as WarehouseError {
                return error
            }
        }
        check(try failure(shop.scratch.path + "/none.csv"), .usage, "No such file", "errno 2")
        let folder = try shop.scratch.folder("folder.csv")
        check(try failure(folder), .usage, "directory")
        let cut = shop.scratch.path + "/cut.csv.gz"
        try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]).write(to: URL(fileURLWithPath: cut))
        check(try failure(cut), .badData, "gzip")
        let wide = shop.scratch.path + "/wide.csv"
        try Data([0xFF, 0xFE, 0x61, 0]).write(to: URL(fileURLWithPath: wide))
        check(try failure(wide), .badData, "UTF-16")
    }

    @Test func aHeaderAloneIsAnEmptyImport() async throws {
        let shop = try await ImportWorkshop()
        let report = try shop.load("parameter_name\r\n", into: "bot_settings")
        #expect(report.read == 0)
        #expect(report.counts == "0 inserted, 0 updated, 0 unchanged, 0 repeated, 0 rejected")
    }

    @Test func aHugeFieldIsLoaded() async throws {
        let shop = try await ImportWorkshop()
        let huge = String(repeating: "long, \"\"quoted\"\"\n", count: 200_000)
        let report = try shop.load(
            "parameter_name,parameter_value\nhuge,\"\(huge)\"\nsmall,x\n",
            into: "bot_settings"
        )
        #expect(report.inserted == 2)
        #expect(
            try shop.database.value(
                "SELECT md5(parameter_value) FROM bot_settings WHERE parameter_name = 'huge'"
            )
                == shop.database.value("SELECT md5(repeat(E'long, \"quoted\"\\n', 200000))")
        )
    }
}
