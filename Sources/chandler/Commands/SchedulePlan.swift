import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation

/// What one scheduler gets of a pipeline, and how it gets it.
struct SchedulePlan {
    /// A text for the scheduler.
    struct Document: Encodable {
        let name: String
        let text: String
    }

    let documents: [Document]
    /// What the person should know.
    let notes: [String]
    /// Hands it over, and returns what was changed.
    let install: () throws -> [String]

    init(
        _ kind: SchedulerKind,
        _ file: ScheduledFile,
        _ scheduler: SchedulerArguments,
        _ settings: ScheduleSettings,
        isShownOnly: Bool
    ) throws {
        switch kind {
        case .systemd:
            self = try Self.systemd(file, scheduler, settings, isShownOnly: isShownOnly)
        case .cron: self = try Self.cron(file, scheduler, settings)
        case .kubernetes: self = try Self.kubernetes(file, settings)
        }
    }

    private init(
        documents: [Document],
        notes: [String],
        install: @escaping () throws -> [String]
    ) {
        self.documents = documents
        self.notes = notes
        self.install = install
    }

    private static func systemd(
        _ file: ScheduledFile,
        _ scheduler: SchedulerArguments,
        _ settings: ScheduleSettings,
        isShownOnly: Bool
    ) throws -> SchedulePlan {
        let place: SchedulePlace =
            scheduler.user
            ? .own(user: nil) : SchedulePlace(user: scheduler.account, data: "/var/lib/chandler")
        let pipeline = try place.pipeline(file, settings)
        let units = try SystemdUnits(pipeline, scope: scheduler.scope)
        let folder = scheduler.unitFolder
        if !isShownOnly, scheduler.root == nil, !scheduler.user {
            try requireAccount(scheduler.account)
        }
        return SchedulePlan(
            documents: zip(folder.paths(of: units.files), units.files)
                .map { Document(name: $0, text: $1.text) },
            notes: ScheduleNotes(.systemd, file, pipeline, scheduler, settings).lines
                + (isShownOnly || scheduler.canStart ? [] : [laterWords(scheduler, units)])
        ) {
            if scheduler.user { try makeFolder(pipeline.dataFolder) }
            let written = try folder.write(units.files)
            if scheduler.canStart { try SystemdManager(scheduler.scope).enable(units.enabled) }
            return written
        }
    }

    private static func laterWords(
        _ scheduler: SchedulerArguments,
        _ units: SystemdUnits
    ) -> String {
        let user = scheduler.user ? " --user" : ""
        let reason = scheduler.root == nil ? "systemd does not run here" : "nothing was started"
        return
            "\(reason); where it runs: systemctl\(user) daemon-reload && systemctl\(user) enable "
            + "--now \(units.enabled.joined(separator: " "))"
    }

    private static func requireAccount(_ name: String) throws {
        guard getpwnam(name) == nil else { return }
        throw CommandFailure(
            exit: .configuration,
            message: "install units that run as \(quoted(name)): there is no such account; nothing "
                + "was changed; make it with \"useradd --system --home-dir /var/lib/chandler --shell "
                + "/usr/sbin/nologin \(name)\", or name another one with --user-account"
        )
    }

    private static func cron(
        _ file: ScheduledFile,
        _ scheduler: SchedulerArguments,
        _ settings: ScheduleSettings
    ) throws -> SchedulePlan {
        let isOwn = scheduler.userAccount == nil && geteuid() != 0
        let place: SchedulePlace =
            isOwn
            ? .own(user: nil)
            : SchedulePlace(user: scheduler.userAccount, data: "/var/lib/chandler")
        let pipeline = try place.pipeline(file, settings)
        let block = try CrontabBlock(pipeline)
        let zone = TimeZone.current.secondsFromGMT() == 0 ? [] : [zoneWords]
        return SchedulePlan(
            documents: [
                Document(name: "crontab", text: block.lines.joined(separator: "\n") + "\n")
            ],
            notes: ScheduleNotes(.cron, file, pipeline, scheduler, settings).lines + zone
        ) {
            let table = UserCrontab(user: scheduler.userAccount)
            let before = try table.read()
            var after = before
            try after.install(block, name: pipeline.name)
            guard after != before else { return [] }
            if scheduler.userAccount == nil { try makeFolder(pipeline.dataFolder) }
            try table.write(after)
            return ["the lines of \(pipeline.name) in the crontab"]
        }
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        } catch {
            throw CommandFailure(
                exit: .cannotWrite,
                message:
                    "make the data folder \(quoted(path)): \(error.localizedDescription); nothing "
                    + "was installed; name another one with --data-folder"
            )
        }
    }

    private static let zoneWords =
        "this machine's zone is \(TimeZone.current.identifier); Debian's and Ubuntu's cron ignores "
        + "CRON_TZ and would take the times for that zone's: use --systemd, or set the zone to UTC"

    private static func kubernetes(
        _ file: ScheduledFile,
        _ settings: ScheduleSettings
    ) throws -> SchedulePlan {
        let place = SchedulePlace(user: nil, data: "/var/lib/chandler", isCluster: true)
        let pipeline = try place.pipeline(file, settings)
        var options = KubernetesOptions(
            pipelineText: try String(contentsOfFile: file.path, encoding: .utf8)
        )
        options.image = settings.image ?? options.image
        options.namespace = settings.namespace
        options.secret = settings.secret ?? options.secret
        options.volumeClaim = settings.volumeClaim
        options.databaseVariable = file.pipeline.load.databaseVariable ?? "POSTGRES_URL"
        options.variables =
            file.pipeline.receiverVariables + (file.pipeline.asksAggregators ? keyVariables : [])
        let manifest = try KubernetesManifest(pipeline, options)
        let text = manifest.text
        return SchedulePlan(
            documents: [Document(name: "\(pipeline.unitName).yaml", text: text)],
            notes: clusterNotes(file, options)
        ) {
            guard let out = settings.out else { return [] }
            let path = URL(fileURLWithPath: out).standardizedFileURL.path
            try ScheduleFolder.write(text, to: path)
            return [path]
        }
    }

    /// The keys of aggregators, none of which is necessary.
    private static let keyVariables = [
        "COINGECKO_API_KEY", "COINGECKO_PRO_API_KEY", "JUPITER_API_KEY",
    ]

    private static func clusterNotes(
        _ file: ScheduledFile,
        _ options: KubernetesOptions
    ) -> [String] {
        let namespace = options.namespace.map { " --namespace \($0)" } ?? ""
        let (secret, variable) = (options.secret, options.databaseVariable)
        var notes = [
            "the Secret \(secret) has to hold \(variable): kubectl create secret generic "
                + "\(secret)\(namespace) --from-literal=\(variable)='...'"
        ]
        if options.volumeClaim == nil,
            file.pipeline.dataset != nil || file.pipeline.retention != nil
        {
            notes.append("what is written goes with the pod; keep it with --volume-claim")
        }
        if file.schedule.jitterSeconds > 0 {
            notes.append("a CronJob has no jitter; all start at the same second")
        }
        return notes
    }
}
