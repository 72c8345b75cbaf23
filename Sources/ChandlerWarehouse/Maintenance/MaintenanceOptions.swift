/// What maintenance is asked to do.
public struct MaintenanceOptions: Sendable, Hashable {
    /// Which indexes are rebuilt.
    public enum Reindexing: String, Sendable, Hashable, CaseIterable {
        /// Those that waste much of their size.
        case auto
        /// All of them.
        case always
        /// None; what broken runs left behind goes all the same.
        case never
    }

    /// Says what would be done, and does nothing.
    public var isDryRun: Bool
    /// What to look after.
    public var subjects: Set<MaintenanceSubject>
    /// When no further step is begun, counted from the start; `nil` for no limit.
    public var deadline: Duration?
    /// Which indexes are rebuilt.
    public var reindexing: Reindexing
    /// From when on something is worth its work.
    public var thresholds: MaintenanceThresholds
    /// Months made ahead of the present one.
    public var monthsAhead: Int
    /// How long a step waits for a lock.
    public var lockTimeout: Duration
    /// How long a rebuild waits for transactions that began before it; it blocks nobody meanwhile.
    public var rebuildPatience: Duration

    /// Creates options.
    public init(
        isDryRun: Bool = false,
        subjects: Set<MaintenanceSubject> = Set(MaintenanceSubject.allCases),
        deadline: Duration? = nil,
        reindexing: Reindexing = .auto,
        thresholds: MaintenanceThresholds = MaintenanceThresholds(),
        monthsAhead: Int = 3,
        lockTimeout: Duration = .seconds(2),
        rebuildPatience: Duration = .seconds(60)
    ) {
        self.isDryRun = isDryRun
        self.subjects = subjects
        self.deadline = deadline
        self.reindexing = reindexing
        self.thresholds = thresholds
        self.monthsAhead = monthsAhead
        self.lockTimeout = lockTimeout
        self.rebuildPatience = rebuildPatience
    }
}
