/// What a cluster has to know beside the pipeline.
public struct KubernetesOptions: Sendable, Hashable {
    /// The image that holds the program.
    public var image = "chandler:latest"
    /// The namespace; `nil` for the one that is current where the manifest is applied.
    public var namespace: String?
    /// The Secret that holds the variables.
    public var secret = "chandler"
    /// The variable that holds the database's URI; it must be in the Secret.
    public var databaseVariable = "POSTGRES_URL"
    /// Further variables, which the Secret may hold.
    public var variables: [String] = []
    /// The claim of the volume for what is written; `nil` for a folder that goes with the pod.
    public var volumeClaim: String?
    /// The text of the pipeline's file.
    public var pipelineText: String

    /// Creates options of a file's text; everything else has its default.
    public init(pipelineText: String) {
        self.pipelineText = pipelineText
    }

    /// Finds what the cluster would refuse.
    func check() throws(ScheduleError) {
        let isImage = image.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !image.isEmpty
        guard isImage, image.utf8.count <= 1_000, image.first != "-" else {
            throw ScheduleError(
                .usage,
                "the image was \"\(image.prefix(80))\", such as registry/chandler:1.0 is expected"
            )
        }
        for (label, name) in [("namespace", namespace), ("Secret", secret), ("claim", volumeClaim)]
        {
            if let name {
                try Self.checkName(name, label, longest: label == "namespace" ? 63 : 253)
            }
        }
        for variable in [databaseVariable] + variables { try Self.checkVariable(variable) }
        guard pipelineText.utf8.count < 1_000_000 else {
            throw ScheduleError(
                .usage,
                "the pipeline's file has \(pipelineText.utf8.count) bytes, a ConfigMap holds 1000000"
            )
        }
    }

    private static func checkName(
        _ name: String,
        _ label: String,
        longest: Int
    ) throws(ScheduleError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard isPlain, (1...longest).contains(name.utf8.count), name.first != "-", name.last != "-"
        else {
            throw ScheduleError(
                .usage,
                "the \(label) was \"\(name.prefix(80))\"; it is made of lower-case letters, digits "
                    + "and inner hyphens"
            )
        }
    }

    private static func checkVariable(_ name: String) throws(ScheduleError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || (0x30...0x39).contains(byte) || byte == 0x5F
        }
        guard isPlain, let first = name.utf8.first, !(0x30...0x39).contains(first) else {
            throw ScheduleError(
                .usage,
                "the variable was \"\(name.prefix(80))\"; letters, digits and _ are expected"
            )
        }
    }
}
