/// One thing that is so of a table, view or type: a column, a check, an index.
public struct SchemaFact: Sendable, Hashable {
    /// What kind of thing it is.
    public enum Aspect: String, Sendable, Hashable, CaseIterable {
        /// A column with its type, whether it may be NULL, and its default.
        case column
        /// A condition that every row meets.
        case check
        /// A primary, unique or foreign key.
        case key
        /// An index that is not made by a key.
        case index
        /// How rows are divided into partitions.
        case partitioning
        /// A partition.
        case partition
        /// A trigger.
        case trigger
        /// A relation that a view reads.
        case source
        /// The values of an enumeration, in order.
        case values

        /// Whether a fact is known by its name; the others are by what they say.
        var isNamed: Bool {
            switch self {
            case .column, .trigger, .partition, .partitioning, .values: true
            case .check, .key, .index, .source: false
            }
        }
    }

    /// What kind of thing it is.
    public let aspect: Aspect
    /// Its name; `nil` where the contract gives none.
    public let name: String?
    /// What it says, such as `varchar(20) not null default 'OPEN'`.
    public let definition: String

    init(_ aspect: Aspect, _ name: String? = nil, _ definition: String) {
        self.aspect = aspect
        self.name = name
        self.definition = definition
    }

    /// What two facts share that are about the same thing.
    var identity: String {
        "\(aspect) \(aspect.isNamed ? name ?? "" : SchemaText.canonical(definition))"
    }

    /// Whether another spelling says the same.
    func agrees(with other: SchemaFact) -> Bool {
        SchemaText.canonical(definition) == SchemaText.canonical(other.definition)
    }
}
