/// What a field of the Kubernetes API holds.
indirect enum KubernetesField: Sendable {
    case text
    /// One of these words.
    case word(Set<String>)
    case number(ClosedRange<Int>)
    case bool
    case texts
    case numbers
    /// Any keys, with texts.
    case labels
    case object([String: KubernetesField], required: Set<String> = [])
    case list(KubernetesField)

    /// What is wrong with a value, with the path to it.
    func faults(_ value: Any?, _ path: String) -> [String] {
        switch self {
        case .text: value is String ? [] : ["\(path) is no text"]
        case .word(let words):
            (value as? String).map(words.contains) == true ? [] : ["\(path) is none of \(words)"]
        case .number(let range):
            (value as? Int).map(range.contains) == true ? [] : ["\(path) is not in \(range)"]
        case .bool: value is Bool ? [] : ["\(path) is no bool"]
        case .texts: value is [String] ? [] : ["\(path) is no list of texts"]
        case .numbers: value is [Int] ? [] : ["\(path) is no list of numbers"]
        case .labels: value is [String: String] ? [] : ["\(path) is no map of texts"]
        case .list(let item):
            (value as? [Any]).map { list in
                list.enumerated().flatMap { item.faults($1, "\(path)[\($0)]") }
            } ?? ["\(path) is no list"]
        case .object(let fields, let required): Self.faults(value, path, fields, required)
        }
    }

    private static func faults(
        _ value: Any?,
        _ path: String,
        _ fields: [String: KubernetesField],
        _ required: Set<String>
    ) -> [String] {
        guard let members = value as? [String: Any] else { return ["\(path) is no object"] }
        let missing = required.subtracting(members.keys).map { "\(path).\($0) is missing" }
        return missing
            + members.flatMap { key, value in
                fields[key]?.faults(value, "\(path).\(key)") ?? ["\(path).\(key) is unknown"]
            }
    }
}

/// The fields in use, from the API reference of Kubernetes 1.32 (`batch/v1` and `v1`).
extension KubernetesField {
    private static let metadata = object(
        ["name": text, "namespace": text, "labels": labels, "annotations": labels],
        required: ["name"]
    )

    static let configMap = object(
        [
            "apiVersion": word(["v1"]), "kind": word(["ConfigMap"]), "metadata": metadata,
            "data": labels, "immutable": bool,
        ],
        required: ["apiVersion", "kind", "metadata"]
    )

    static let cronJob = object(
        [
            "apiVersion": word(["batch/v1"]), "kind": word(["CronJob"]), "metadata": metadata,
            "spec": object(
                [
                    "schedule": text, "timeZone": text,
                    "concurrencyPolicy": word(["Allow", "Forbid", "Replace"]),
                    "startingDeadlineSeconds": number(0...Int.max), "suspend": bool,
                    "successfulJobsHistoryLimit": number(0...Int.max),
                    "failedJobsHistoryLimit": number(0...Int.max),
                    "jobTemplate": object(
                        ["metadata": object(["labels": labels]), "spec": job],
                        required: ["spec"]
                    ),
                ],
                required: ["schedule", "jobTemplate"]
            ),
        ],
        required: ["apiVersion", "kind", "metadata", "spec"]
    )

    private static let job = object(
        [
            "activeDeadlineSeconds": number(1...Int.max), "backoffLimit": number(0...Int.max),
            "backoffLimitPerIndex": number(0...Int.max), "maxFailedIndexes": number(0...100_000),
            "completionMode": word(["NonIndexed", "Indexed"]),
            "completions": number(0...Int.max), "parallelism": number(0...Int.max),
            "podFailurePolicy": object(["rules": list(rule)], required: ["rules"]),
            "template": object(
                ["metadata": object(["labels": labels]), "spec": pod],
                required: ["spec"]
            ),
        ],
        required: ["template"]
    )

    private static let rule = object(
        [
            "action": word(["Count", "FailIndex", "FailJob", "Ignore"]),
            "onExitCodes": object(
                ["containerName": text, "operator": word(["In", "NotIn"]), "values": numbers],
                required: ["operator", "values"]
            ),
            "onPodConditions": list(
                object(
                    ["type": text, "status": word(["True", "False", "Unknown"])],
                    required: ["type", "status"]
                )
            ),
        ],
        required: ["action"]
    )

    private static let pod = object(
        [
            // A job takes these two only.
            "restartPolicy": word(["Never", "OnFailure"]),
            "automountServiceAccountToken": bool, "enableServiceLinks": bool,
            "terminationGracePeriodSeconds": number(0...Int.max),
            "securityContext": object([
                "runAsNonRoot": bool, "runAsUser": number(0...Int.max),
                "runAsGroup": number(0...Int.max), "fsGroup": number(0...Int.max),
                "seccompProfile": object(
                    [
                        "type": word(["RuntimeDefault", "Localhost", "Unconfined"]),
                        "localhostProfile": text,
                    ],
                    required: ["type"]
                ),
            ]),
            "containers": list(container), "volumes": list(volume),
        ],
        required: ["containers"]
    )

    private static let container = object(
        [
            "name": text, "image": text, "args": texts, "command": texts, "workingDir": text,
            "env": list(
                object(
                    [
                        "name": text, "value": text,
                        "valueFrom": object([
                            "secretKeyRef": object(
                                ["name": text, "key": text, "optional": bool],
                                required: ["key"]
                            )
                        ]),
                    ],
                    required: ["name"]
                )
            ),
            "resources": object(["requests": labels, "limits": labels]),
            "securityContext": object([
                "allowPrivilegeEscalation": bool, "readOnlyRootFilesystem": bool,
                "capabilities": object(["add": texts, "drop": texts]),
            ]),
            "volumeMounts": list(
                object(
                    ["name": text, "mountPath": text, "subPath": text, "readOnly": bool],
                    required: ["name", "mountPath"]
                )
            ),
        ],
        required: ["name"]
    )

    private static let volume = object(
        [
            "name": text, "configMap": object(["name": text]), "emptyDir": object([:]),
            "persistentVolumeClaim": object(
                ["claimName": text, "readOnly": bool],
                required: ["claimName"]
            ),
        ],
        required: ["name"]
    )
}
