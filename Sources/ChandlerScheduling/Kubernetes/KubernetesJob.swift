/// The job that a CronJob makes: how often pods are tried again, and over how many they spread.
struct KubernetesJob {
    let pipeline: ScheduledPipeline
    let options: KubernetesOptions

    static let fileName = "pipeline.yaml"

    static func labels(_ pipeline: ScheduledPipeline) -> YAMLNode {
        .map([
            YAMLMember("app.kubernetes.io/name", .text("chandler")),
            YAMLMember("app.kubernetes.io/instance", .text(pipeline.name)),
        ])
    }

    private var isSpread: Bool { pipeline.shards > 1 }

    var members: [YAMLMember] {
        var members: [YAMLMember] = []
        if let deadline = pipeline.deadlineSeconds {
            // The run ends by itself before; the rest is for fetching the image.
            members.append(YAMLMember("activeDeadlineSeconds", .number(deadline + 120)))
        }
        if isSpread {
            members += [
                YAMLMember("completionMode", .text("Indexed")),
                YAMLMember("completions", .number(pipeline.shards)),
                YAMLMember("parallelism", .number(pipeline.shards)),
                // A part that fails does not stop the others.
                YAMLMember("backoffLimitPerIndex", .number(2)),
                YAMLMember("maxFailedIndexes", .number(pipeline.shards)),
            ]
        } else {
            members.append(YAMLMember("backoffLimit", .number(2)))
        }
        members += [
            YAMLMember("podFailurePolicy", .map([YAMLMember("rules", .list(rules))])),
            YAMLMember(
                "template",
                .map([
                    YAMLMember(
                        "metadata",
                        .map([YAMLMember("labels", Self.labels(pipeline))])
                    ),
                    YAMLMember(
                        "spec",
                        .map(KubernetesPod(pipeline: pipeline, options: options).members)
                    ),
                ])
            ),
        ]
        return members
    }

    /// What an exit code means for trying again: never after a fault that stays, and without being
    /// counted after "try again later" and after a node has gone.
    private var rules: [YAMLNode] {
        [
            rule(isSpread ? "FailIndex" : "FailJob", [64, 65, 78]),
            rule("Ignore", [75]),
            .map([
                YAMLMember("action", .text("Ignore")),
                YAMLMember(
                    "onPodConditions",
                    .list([
                        .map([
                            YAMLMember("type", .text("DisruptionTarget")),
                            YAMLMember("status", .text("True")),
                        ])
                    ])
                ),
            ]),
        ]
    }

    private func rule(_ action: String, _ codes: [Int]) -> YAMLNode {
        .map([
            YAMLMember("action", .text(action)),
            YAMLMember(
                "onExitCodes",
                .map([
                    YAMLMember("containerName", .text(KubernetesPod.containerName)),
                    YAMLMember("operator", .text("In")),
                    YAMLMember("values", .list(codes.map { .number($0) })),
                ])
            ),
        ])
    }
}
