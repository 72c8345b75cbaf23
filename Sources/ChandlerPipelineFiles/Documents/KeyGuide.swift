/// What is told of one key of pipeline files.
public struct KeyGuide: Sendable, Encodable {
    /// Where it stands, such as `series[].symbols`.
    public let path: String
    /// What it is for.
    public let about: String
    /// What it takes, in words.
    public let takes: String
    /// Whether it must be given.
    public let isRequired: Bool
    /// The value where it is not given, as it would be written; or what holds then, in words.
    public let otherwise: String?
    /// Whether ``otherwise`` is a value.
    public let hasDefault: Bool
    /// How it may be written, with the key.
    public let example: String
    /// What must hold between the keys below it.
    public let rules: [String]

    private enum CodingKeys: String, CodingKey {
        case path, about, takes, otherwise, example, rules
        case isRequired = "required"
        case hasDefault = "has_default"
    }

    init(_ field: FieldOutline, path: String) {
        self.path = path
        about = field.about
        takes =
            switch field.shape {
            case .list(.section, _, _): "a list of mappings, or one"
            case .list(let item, _, _): "a list or one value, each \(item.words)"
            default: field.shape.words
            }
        isRequired = field.isRequired
        otherwise = field.isRequired ? nil : field.defaultValue?.yaml ?? field.otherwise
        hasDefault = field.defaultValue != nil
        example = "\(field.key):\(field.example.hasPrefix("\n") ? "" : " ")\(field.example)"
        rules = field.shape.section?.groups.map(\.words) ?? []
    }

    /// How deep it lies: 0 for a key of the pipeline itself.
    var depth: Int { path.count { $0 == "." } }

    /// The key alone.
    var key: String { path.split(separator: ".").last.map(String.init) ?? path }
}
