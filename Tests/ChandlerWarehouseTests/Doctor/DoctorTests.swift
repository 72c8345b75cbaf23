import ChandlerPostgres
import ChandlerWarehouse
import Foundation
import TestSupport
import Testing

/// Faults are planted on a real server one at a time: each is found, nothing else is, and it is gone
/// when it was mended.
@Suite(.serialized) struct DoctorTests {
    /// Plants a fault, looks, mends it, and looks again.
    func check(
        _ bench: DoctorBench,
        _ id: String,
        _ severity: Finding.Severity,
        plant: () throws -> Void,
        mend: () throws -> Void
    ) async throws {
        let before = await bench.examine()
        #expect(before.complaints == [:], "\(before.words)")
        #expect(before.exitCode == 0)
        try plant()
        let ill = await bench.examine()
        try mend()
        #expect(ill.complaints == [id: severity], "\(ill.words)")
        #expect(ill.findings.first?.id == id, "the worst comes first")
        #expect(ill.exitCode == (severity == .broken ? 2 : 1))
        let parsed = try MeasuredMetrics(ill)
        #expect(parsed["chandler_doctor_finding_severity", ["id": id]] == Double(severity.rawValue))
        #expect(parsed["chandler_doctor_findings", ["severity": severity.name]] == 1)
        let after = await bench.examine()
        #expect(after.complaints == [:], "\(after.words)")
    }

    /// Plants a fault in the database alone.
    func check(
        _ id: String,
        _ severity: Finding.Severity,
        plant: String,
        mend: String,
        _ prepare: (inout DoctorBench) throws -> Void = { _ in }
    ) async throws {
        var bench = try await DoctorBench()
        try prepare(&bench)
        let database = bench.database
        try await check(bench, id, severity) {
            try database.execute(plant)
        } mend: {
            try database.execute(mend)
        }
    }

    @Test func aHealthyDatabaseIsFoundHealthy() async throws {
        let bench = try await DoctorBench()
        let diagnosis = await bench.examine()
        #expect(diagnosis.complaints == [:], "\(diagnosis.words)")
        #expect(diagnosis.exitCode == 0)
        #expect(diagnosis.isUp)
        #expect(diagnosis.count(.notVisible) == 0, "\(diagnosis.words)")
        let ids = diagnosis.findings.map(\.id)
        #expect(Set(ids).count == ids.count, "an id stands for one finding")
        #expect(ids.count > 40)
    }

    @Test func aDatabaseWithoutSchemaIsBehindAndHasNoBackup() async throws {
        var bench = try await DoctorBench()
        let empty = try bench.server.cluster.makeDatabase()
        bench.thresholds.cacheBlocks = .max
        let diagnosis = await bench.examine(
            as: bench.server.cluster.server.connectionConfiguration.with(database: empty.name)
        )
        #expect(
            diagnosis.complaints == ["schema": .warning, "backup": .warning],
            "\(diagnosis.words)"
        )
        #expect(diagnosis["schema"]?.command == "chandler db migrate")
    }
}

extension Diagnosis {
    /// All of it, for the message of a failed expectation.
    var words: String {
        findings.map { "\($0.severity.name) \($0.id): \($0.words)" }.joined(separator: "\n")
    }
}
