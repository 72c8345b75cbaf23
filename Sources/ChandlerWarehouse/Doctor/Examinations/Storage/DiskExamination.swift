import ChandlerCore
import ChandlerPostgres

/// How long the server's disk will do.
struct DiskExamination: Examination {
    let subject = Subject("disk", "disk of the data folder")

    private static let daysPerMonth = 30.4

    func examine(_ patient: Patient) throws -> Examined {
        guard patient.surroundings.isServerProcess(patient.connection.backendPID) else {
            return Examined(subject.notVisible("the server runs on another machine"))
        }
        let folder = try patient.rows("SHOW data_directory").firstRow().text(0)
        let places = try patient.rows(
            """
            SELECT pg_tablespace_location(oid) FROM pg_tablespace
            WHERE pg_tablespace_location(oid) <> ''
            """
        ).map { try $0.text(0) }
        let volumes = ([folder] + places).compactMap { patient.surroundings.volume($0) }
        guard let volume = volumes.min(by: { $0.freeRatio < $1.freeRatio }) else {
            return Examined(subject.notVisible("the data folder's disk is not visible from here"))
        }
        let growth = try RelationSizes(of: patient).growth(before: patient.now.month)
        let days = growth.flatMap { growth in
            growth > 0 ? Double(volume.freeBytes) / Double(growth) * Self.daysPerMonth : nil
        }
        return Examined(
            judge(volume, growth: growth, days: days, patient.thresholds),
            [
                Metric("chandler_disk_free_bytes", "Free space.", Double(volume.freeBytes)),
                Metric("chandler_disk_size_bytes", "Size of the disk.", Double(volume.sizeBytes)),
                Metric(
                    "chandler_disk_full_seconds",
                    "Time until the disk is full at the pace of the last months.",
                    days.map { [.init($0 * 86_400)] } ?? []
                ),
            ]
        )
    }

    private func judge(
        _ volume: DoctorSurroundings.Volume,
        growth: Int64?,
        days: Double?,
        _ thresholds: DoctorThresholds
    ) -> Finding {
        let isShort = days.map { $0 < thresholds.diskDays } ?? false
        let severity: Finding.Severity =
            volume.freeRatio < thresholds.diskFullRatio
            ? .broken : volume.freeRatio < thresholds.diskFreeRatio || isShort ? .warning : .healthy
        let pace = days.map { "; full in \(Int64(clamping: $0)) days at this pace" } ?? ""
        return subject.finding(
            severity,
            "\(Figure.bytes(volume.freeBytes)) of \(Figure.bytes(volume.sizeBytes)) free "
                + "(\(Figure.percent(volume.freeRatio)))\(pace)",
            [
                "free_bytes": .int(volume.freeBytes), "size_bytes": .int(volume.sizeBytes),
                "free_ratio": .number(volume.freeRatio),
                "growth_bytes_per_month": .int(growth ?? -1), "full_in_days": .number(days ?? -1),
            ],
            remedy: "archive old months and drop them, or make room",
            command: "chandler retain --dry-run"
        )
    }
}

extension DoctorSurroundings.Volume {
    fileprivate var freeRatio: Double {
        sizeBytes > 0 ? Double(freeBytes) / Double(sizeBytes) : 1
    }
}

extension Int64 {
    fileprivate init(clamping value: Double) {
        self = value < 1e15 ? Int64(value) : 1_000_000_000_000_000
    }
}
