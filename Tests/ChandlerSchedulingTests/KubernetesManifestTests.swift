import ChandlerScheduling
import Foundation
import TestSupport
import Testing
import Yams

@Suite struct KubernetesManifestTests {
    private func manifest(
        _ cron: String = "*/15 * * * *",
        _ options: KubernetesOptions = KubernetesOptions(pipelineText: Samples.texts[0]),
        _ change: (inout ScheduledPipeline) -> Void = { _ in }
    ) throws -> KubernetesManifest {
        try KubernetesManifest(try Samples.pipeline(cron, change), options)
    }

    private var everyOption: KubernetesOptions {
        var options = KubernetesOptions(pipelineText: "name: x\n")
        options.image = "registry.example:5000/chandler@sha256:0123"
        options.namespace = "market-data"
        options.volumeClaim = "datasets"
        options.variables = ["WEBHOOK_URL", "POSTGRES_URL"]
        return options
    }

    private func objects(_ manifest: KubernetesManifest) throws -> [[String: Any]] {
        try Yams.load_all(yaml: manifest.text).map { try #require($0 as? [String: Any]) }
    }

    /// The value at a path of keys.
    private func value(_ object: Any?, _ path: String) -> Any? {
        path.split(separator: "/").reduce(object) { value, key in
            Int(key).map { (value as? [Any])?[$0] } ?? (value as? [String: Any])?[String(key)]
        }
    }

    private let job = "spec/jobTemplate/spec"
    private let pod = "spec/jobTemplate/spec/template/spec"

    @Test(arguments: [1, 16], [false, true])
    func everyFieldIsOneOfTheAPI(shards: Int, full: Bool) throws {
        let options = full ? everyOption : KubernetesOptions(pipelineText: "name: x\n")
        let manifest = try manifest("0 3 13 * FRI", options) {
            $0.shards = shards
            if !full { ($0.deadlineSeconds, $0.writableFolders) = (nil, []) }
        }
        let objects = try objects(manifest)
        try #require(objects.count == 2)
        #expect(KubernetesField.configMap.faults(objects[0], "ConfigMap") == [])
        #expect(KubernetesField.cronJob.faults(objects[1], "CronJob") == [])
    }

    @Test func theTableRefusesWhatIsWrong() throws {
        let text = try manifest().text
        for (right, wrong, words) in [
            ("concurrencyPolicy: Forbid", "concurrencyPolicy: Never", "is none of"),
            ("timeZone:", "timezone:", "timezone is unknown"),
            ("backoffLimit: 2", "backoffLimit: \"2\"", "is not in"),
            ("schedule:", "schedule2:", "schedule is missing"),
            ("runAsNonRoot: true", "runAsNonRoot: \"true\"", "is no bool"),
        ] {
            try #require(text.contains(right), "\(right)")
            let objects = try Array(Yams.load_all(yaml: text.replacing(right, with: wrong)))
            let faults = KubernetesField.cronJob.faults(objects[1], "CronJob")
            #expect(faults.contains { $0.contains(words) }, "\(faults)")
        }
    }

    /// kubectl decodes into the types of the API and drops what they do not have.
    @Test(
        .enabled(if: Kubectl.isThere, "kubectl 1.29 or newer is not installed"),
        arguments: [1, 16]
    )
    func kubectlKeepsEveryField(shards: Int) async throws {
        let manifest = try manifest("0 3 * * *", everyOption) { $0.shards = shards }
        let scratch = try ScratchFolder("kubernetes")
        let ours = try objects(manifest)
        let documents = manifest.text.components(separatedBy: "---\n")
        let file = try scratch.write(try #require(documents.last), to: "job.yaml")
        let run = try await Kubectl.run([
            "set", "image", "--local", "-o", "json", "-f", file, "chandler=other",
        ]).succeeded()
        let theirs = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let before = try JSONSerialization.data(withJSONObject: ours[1])
        let expected = try JSONSerialization.jsonObject(with: before)
        #expect(Kubectl.missing(expected, in: theirs, "CronJob") == ["CronJob.…image"], "\(run)")
    }

    @Test func theJobIsCarefulWithRepeating() throws {
        let object = try objects(try manifest())[1]
        #expect(value(object, "spec/schedule") as? String == "*/15 * * * *")
        #expect(value(object, "spec/timeZone") as? String == "Etc/UTC")
        #expect(value(object, "spec/concurrencyPolicy") as? String == "Forbid")
        #expect(value(object, "\(job)/activeDeadlineSeconds") as? Int == 720)
        let rules = try #require(value(object, "\(job)/podFailurePolicy/rules") as? [Any])
        let actions = rules.map { value($0, "action") as? String }
        #expect(actions == ["FailJob", "Ignore", "Ignore"])
        #expect(value(rules[0], "onExitCodes/values") as? [Int] == [64, 65, 78])
        #expect(value(rules[1], "onExitCodes/values") as? [Int] == [75])
        #expect(value(object, "\(pod)/restartPolicy") as? String == "Never")
    }

    @Test func theSeriesAreSpreadOverPods() throws {
        let object = try objects(try manifest { $0.shards = 16 })[1]
        #expect(value(object, "\(job)/completionMode") as? String == "Indexed")
        #expect(value(object, "\(job)/completions") as? Int == 16)
        #expect(value(object, "\(job)/parallelism") as? Int == 16)
        #expect(value(object, "\(job)/podFailurePolicy/rules/0/action") as? String == "FailIndex")
        #expect(value(object, "\(job)/backoffLimit") == nil)
        let arguments = value(object, "\(pod)/containers/0/args") as? [String]
        #expect(
            arguments == [
                "run", "/etc/chandler/pipeline.yaml", "--deadline", "600s", "--shard", "auto",
                "--log-format", "json",
            ]
        )
        let variables = try #require(value(object, "\(pod)/containers/0/env") as? [Any])
        let shards = variables.first { value($0, "name") as? String == "CHANDLER_SHARDS" }
        #expect(value(shards, "value") as? String == "16")
    }

    @Test func thePodHasNoRights() throws {
        let object = try objects(try manifest())[1]
        let context = "\(pod)/containers/0/securityContext"
        #expect(value(object, "\(pod)/securityContext/runAsNonRoot") as? Bool == true)
        #expect(
            value(object, "\(pod)/securityContext/seccompProfile/type") as? String
                == "RuntimeDefault"
        )
        #expect(value(object, "\(context)/readOnlyRootFilesystem") as? Bool == true)
        #expect(value(object, "\(context)/allowPrivilegeEscalation") as? Bool == false)
        #expect(value(object, "\(context)/capabilities/drop") as? [String] == ["ALL"])
        #expect(value(object, "\(pod)/automountServiceAccountToken") as? Bool == false)
    }

    @Test func secretsAreReferredTo() throws {
        let object = try objects(try manifest("@daily", everyOption))[1]
        let variables = try #require(value(object, "\(pod)/containers/0/env") as? [Any])
        #expect(
            variables.prefix(2).map { value($0, "name") as? String } == [
                "POSTGRES_URL", "WEBHOOK_URL",
            ]
        )
        #expect(value(variables[0], "valueFrom/secretKeyRef/optional") == nil)
        #expect(value(variables[1], "valueFrom/secretKeyRef/optional") as? Bool == true)
        #expect(variables.count == 3, "each once")
    }

    @Test func whatIsWrittenLiesOnTheVolume() throws {
        let object = try objects(try manifest("@daily", everyOption))[1]
        let mounts = try #require(value(object, "\(pod)/containers/0/volumeMounts") as? [Any])
        let data = mounts.filter { value($0, "name") as? String == "data" }
        #expect(
            data.map { value($0, "mountPath") as? String } == [
                "/var/lib/chandler", "/srv/data sets", "/srv/100%",
            ]
        )
        #expect(data.map { value($0, "subPath") as? String }.last == "srv/100%")
        let volume = value(object, "\(pod)/volumes/2/persistentVolumeClaim/claimName")
        #expect(volume as? String == "datasets")
    }

    @Test(arguments: Samples.texts)
    func thePipelineArrivesByteForByte(text: String) throws {
        let object = try objects(try manifest("@daily", KubernetesOptions(pipelineText: text)))[0]
        let arrived = value(object, "data/pipeline.yaml") as? String
        #expect(arrived.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [
        ("0 12 * * 7", "0 12 * * 0"), ("0 12 * * 5-7", "0 12 * * 0,5,6"),
        ("0 0 */2 * *", "0 0 1-31/2 * *"), ("0 0 1-31 * MON", "0 0 * * *"),
        ("0 0 13 * FRI", "0 0 13 * 5"), ("0 0 * * */2", "0 0 * * 0-6/2"),
        ("10-50/20 8-17 1,15 JAN-MAR *", "10-59/20 8-17 1,15 1-3 *"), ("@hourly", "0 * * * *"),
    ])
    func timesMeanTheSameThere(cron: String, schedule: String) throws {
        let object = try objects(try manifest(cron))[1]
        #expect(value(object, "spec/schedule") as? String == schedule)
    }

    @Test(arguments: [
        ("both", "either does"), ("name", "Kubernetes takes 52"), ("image", "image was"),
        ("namespace", "namespace was"), ("variable", "variable was"),
    ])
    func whatAClusterWouldRefuseIsRefused(fault: String, words: String) throws {
        var options = everyOption
        if fault == "image" { options.image = "a b" }
        if fault == "namespace" { options.namespace = "-x" }
        if fault == "variable" { options.variables = ["A-B"] }
        let error = try #require(throws: ScheduleError.self) {
            try manifest(fault == "both" ? "0 0 */2 * MON" : "@daily", options) {
                if fault == "name" { $0.name = String(repeating: "n", count: 44) }
            }
        }
        #expect(error.code == .usage && error.message.contains(words), "\(error)")
    }
}
