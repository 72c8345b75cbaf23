/// The pod of a run: no rights, nothing writable but its volumes.
struct KubernetesPod {
    let pipeline: ScheduledPipeline
    let options: KubernetesOptions

    static let containerName = "chandler"

    /// The account of the image.
    static let account = 10_001

    var members: [YAMLMember] {
        [
            YAMLMember("restartPolicy", .text("Never")),
            YAMLMember("automountServiceAccountToken", .bool(false)),
            YAMLMember("enableServiceLinks", .bool(false)),
            // A run stops within two seconds.
            YAMLMember("terminationGracePeriodSeconds", .number(10)),
            YAMLMember(
                "securityContext",
                .map([
                    YAMLMember("runAsNonRoot", .bool(true)),
                    YAMLMember("runAsUser", .number(Self.account)),
                    YAMLMember("runAsGroup", .number(Self.account)),
                    YAMLMember("fsGroup", .number(Self.account)),
                    YAMLMember(
                        "seccompProfile",
                        .map([YAMLMember("type", .text("RuntimeDefault"))])
                    ),
                ])
            ),
            YAMLMember("containers", .list([container])),
            YAMLMember("volumes", .list(volumes)),
        ]
    }

    private var container: YAMLNode {
        let file = "/etc/chandler/\(KubernetesJob.fileName)"
        let words = pipeline.command(
            program: nil,
            file: file,
            shard: pipeline.shards > 1 ? "auto" : nil
        )
        return .map([
            YAMLMember("name", .text(Self.containerName)),
            YAMLMember("image", .text(options.image)),
            YAMLMember("args", .list(words.map { .text(Self.literal($0)) })),
            YAMLMember("workingDir", .text(Self.literal(pipeline.dataFolder))),
            YAMLMember("env", .list(environment)),
            YAMLMember(
                "resources",
                .map([
                    YAMLMember(
                        "requests",
                        .map([
                            YAMLMember("cpu", .text("250m")), YAMLMember("memory", .text("256Mi")),
                        ])
                    ),
                    YAMLMember("limits", .map([YAMLMember("memory", .text("1Gi"))])),
                ])
            ),
            YAMLMember(
                "securityContext",
                .map([
                    YAMLMember("allowPrivilegeEscalation", .bool(false)),
                    YAMLMember("readOnlyRootFilesystem", .bool(true)),
                    YAMLMember(
                        "capabilities",
                        .map([YAMLMember("drop", .list([.text("ALL")]))])
                    ),
                ])
            ),
            YAMLMember("volumeMounts", .list(mounts)),
        ])
    }

    /// The cluster replaces `$(NAME)`, and `$$` by `$`.
    private static func literal(_ text: String) -> String {
        text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }

    private var environment: [YAMLNode] {
        var variables = [secret(options.databaseVariable, isOptional: false)]
        variables += options.variables.filter { $0 != options.databaseVariable }
            .map { secret($0, isOptional: true) }
        variables.append(value("CHANDLER_HOME", pipeline.dataFolder))
        if pipeline.shards > 1 {
            // The controller adds JOB_COMPLETION_INDEX, counted from 0.
            variables.append(value("CHANDLER_SHARDS", "\(pipeline.shards)"))
        }
        return variables
    }

    private func value(_ name: String, _ value: String) -> YAMLNode {
        .map([
            YAMLMember("name", .text(name)), YAMLMember("value", .text(Self.literal(value))),
        ])
    }

    private func secret(_ name: String, isOptional: Bool) -> YAMLNode {
        var members = [
            YAMLMember("name", .text(options.secret)), YAMLMember("key", .text(name)),
        ]
        if isOptional { members.append(YAMLMember("optional", .bool(true))) }
        return .map([
            YAMLMember("name", .text(name)),
            YAMLMember("valueFrom", .map([YAMLMember("secretKeyRef", .map(members))])),
        ])
    }

    private var mounts: [YAMLNode] {
        [mount("pipeline", "/etc/chandler", isReadOnly: true), mount("scratch", "/tmp")]
            + ([pipeline.dataFolder] + pipeline.writableFolders).map { folder in
                mount("data", folder, subPath: String(folder.drop { $0 == "/" }))
            }
    }

    private func mount(
        _ name: String,
        _ path: String,
        subPath: String? = nil,
        isReadOnly: Bool = false
    ) -> YAMLNode {
        var members = [YAMLMember("name", .text(name)), YAMLMember("mountPath", .text(path))]
        if let subPath { members.append(YAMLMember("subPath", .text(subPath))) }
        if isReadOnly { members.append(YAMLMember("readOnly", .bool(true))) }
        return .map(members)
    }

    private var volumes: [YAMLNode] {
        let data: YAMLMember =
            options.volumeClaim.map {
                YAMLMember("persistentVolumeClaim", .map([YAMLMember("claimName", .text($0))]))
            } ?? YAMLMember("emptyDir", .emptyMap)
        return [
            .map([
                YAMLMember("name", .text("pipeline")),
                YAMLMember("configMap", .map([YAMLMember("name", .text(pipeline.unitName))])),
            ]),
            .map([YAMLMember("name", .text("scratch")), YAMLMember("emptyDir", .emptyMap)]),
            .map([YAMLMember("name", .text("data")), data]),
        ]
    }
}
