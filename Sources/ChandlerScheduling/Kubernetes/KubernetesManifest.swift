/// The objects of a pipeline in a cluster: a ConfigMap with its file, and a CronJob.
///
/// Needs Kubernetes 1.27, and 1.29 where the series are spread over several pods. The Secret with
/// the database's URI is the administrator's to make.
///
/// **Source:** Kubernetes API reference, `batch/v1` CronJob and `v1` ConfigMap.
public struct KubernetesManifest: Sendable, Hashable {
    /// The documents, as `kubectl apply -f -` takes them.
    public let text: String

    /// Writes the objects of a pipeline.
    ///
    /// - Throws: ``ScheduleError`` of code `usage` for what a cluster would refuse.
    public init(
        _ pipeline: ScheduledPipeline,
        _ options: KubernetesOptions
    ) throws(ScheduleError) {
        try pipeline.check()
        try options.check()
        // A job gets eleven characters more, and a pod's name has 63.
        guard pipeline.unitName.utf8.count <= 52 else {
            throw ScheduleError(
                .usage,
                "the CronJob's name \"\(pipeline.unitName)\" has \(pipeline.unitName.utf8.count) "
                    + "characters, Kubernetes takes 52"
            )
        }
        let job = KubernetesJob(pipeline: pipeline, options: options)
        let objects: [YAMLNode] = [
            .map(
                Self.head("v1", "ConfigMap", pipeline, options) + [
                    YAMLMember(
                        "data",
                        .map([YAMLMember(KubernetesJob.fileName, .block(options.pipelineText))])
                    )
                ]
            ),
            .map(
                Self.head("batch/v1", "CronJob", pipeline, options) + [
                    YAMLMember("spec", .map(try Self.schedule(pipeline, job)))
                ]
            ),
        ]
        text =
            "# Written by \"chandler schedule install --kubernetes\"; \(pipeline.cron.numeric) in UTC."
            + "\n"
            + objects.map { $0.lines(indent: 0).joined(separator: "\n") + "\n" }
            .joined(separator: "---\n")
    }

    private static func head(
        _ version: String,
        _ kind: String,
        _ pipeline: ScheduledPipeline,
        _ options: KubernetesOptions
    ) -> [YAMLMember] {
        var metadata = [YAMLMember("name", .text(pipeline.unitName))]
        if let namespace = options.namespace {
            metadata.append(YAMLMember("namespace", .text(namespace)))
        }
        metadata.append(YAMLMember("labels", KubernetesJob.labels(pipeline)))
        metadata.append(
            YAMLMember("annotations", .map([YAMLMember("description", .text(pipeline.line))]))
        )
        return [
            YAMLMember("apiVersion", .text(version)), YAMLMember("kind", .text(kind)),
            YAMLMember("metadata", .map(metadata)),
        ]
    }

    private static func schedule(
        _ pipeline: ScheduledPipeline,
        _ job: KubernetesJob
    ) throws(ScheduleError) -> [YAMLMember] {
        [
            YAMLMember("schedule", .text(try pipeline.cron.kubernetesSchedule())),
            YAMLMember("timeZone", .text("Etc/UTC")),
            YAMLMember("concurrencyPolicy", .text("Forbid")),
            YAMLMember("startingDeadlineSeconds", .number(600)),
            YAMLMember("successfulJobsHistoryLimit", .number(3)),
            YAMLMember("failedJobsHistoryLimit", .number(3)),
            YAMLMember(
                "jobTemplate",
                .map([
                    YAMLMember(
                        "metadata",
                        .map([YAMLMember("labels", KubernetesJob.labels(pipeline))])
                    ),
                    YAMLMember("spec", .map(job.members)),
                ])
            ),
        ]
    }
}
