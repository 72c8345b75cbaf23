public import ChandlerPostgres
import ChandlerStore

/// Looks at a database and says what is wrong with it; changes nothing.
///
/// Each examination is a read-only transaction with limits on time and on waiting for locks, so that
/// one that fails takes no other with it. No big table is read whole. Runs as any role: what it may
/// not see is reported as not visible.
public struct Doctor: Sendable {
    private let configuration: ConnectionConfiguration
    private let thresholds: DoctorThresholds
    private let surroundings: DoctorSurroundings

    /// What other sessions see of the doctor's.
    static let applicationName = "chandler doctor"

    /// Makes a doctor; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - configuration: Which server, database and role.
    ///   - surroundings: The machine it runs on.
    ///   - thresholds: From where on it complains.
    public init(
        _ configuration: ConnectionConfiguration,
        surroundings: DoctorSurroundings,
        thresholds: DoctorThresholds = DoctorThresholds()
    ) {
        self.configuration = configuration
        self.surroundings = surroundings
        self.thresholds = thresholds
    }

    /// Looks at everything.
    ///
    /// - Returns: What was found; also of a server that cannot be reached.
    public func examine() async -> Diagnosis {
        let clock = ContinuousClock()
        let start = clock.now
        var visit = Visit(thresholds)
        let programs = Examined(ProgramsExamination(surroundings: surroundings).finding)
        do throws(PostgresError) {
            let connection = try PostgresConnection(
                configuration,
                applicationName: Doctor.applicationName
            )
            let patient = try Patient(connection, thresholds, surroundings)
            visit.meet(patient)
            for examination in Doctor.examinations { visit.run(examination, on: patient) }
        } catch {
            visit.lose(Examined(RoundTripExamination.failed(error, configuration)))
        }
        visit.examined.append(programs)
        if visit.isUp {
            visit.examined.append(
                await SchemaExamination(configuration: configuration, thresholds: thresholds)
                    .examine()
            )
        }
        return Diagnosis(
            visit.examined,
            isUp: visit.isUp,
            role: visit.role,
            serverVersion: visit.serverVersion,
            endedAt: surroundings.now(),
            seconds: (clock.now - start).inSeconds
        )
    }

    /// Every look that needs one connection only, in the order of the page.
    static let examinations: [any Examination] = [
        RoundTripExamination(), ServerVersionExamination(),
        DurabilityExamination(), UpkeepSettingsExamination(), MemorySettingsExamination(),
        ConnectionsExamination(),
        PartitionsExamination(), GapsExamination(), RejectsExamination(), RunsExamination(),
        SeriesExamination(), PoolsExamination(),
        CacheExamination(), LockWaitsExamination(), TransactionsExamination(),
        PreparedExamination(), AdvisoryLocksExamination(), DeadlocksExamination(),
        StatementsExamination(),
        SizesExamination(), DiskExamination(), DeadRowsExamination(), WraparoundExamination(),
        InvalidIndexesExamination(), IndexBloatExamination(), DuplicateIndexesExamination(),
        UnusedIndexesExamination(), SequencesExamination(), UnloggedTablesExamination(),
        SlotsExamination(), ArchivingExamination(), BackupExamination(),
        SuperuserExamination(), RolesExamination(), FunctionsExamination(),
        PasswordsExamination(), HostRulesExamination(),
        EncryptionExamination(),
    ]
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
