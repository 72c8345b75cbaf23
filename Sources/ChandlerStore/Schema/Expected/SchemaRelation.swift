/// A table, view or enumeration with everything that is compared of it.
public struct SchemaRelation: Sendable, Hashable {
    /// What a relation is.
    public enum Kind: String, Sendable, Hashable {
        /// An ordinary table.
        case table
        /// A table whose rows are lost in a crash.
        case unloggedTable = "unlogged table"
        /// A table that only has partitions.
        case partitionedTable = "partitioned table"
        /// A table of another server.
        case foreignTable = "foreign table"
        /// A view.
        case view
        /// A view whose rows are stored.
        case materializedView = "materialized view"
        /// A type of named values.
        case enumeration
    }

    /// The name, with its schema unless that is the one Chandler's tables are in.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// What is so of it, columns first.
    public let facts: [SchemaFact]

    init(_ name: String, _ kind: Kind, _ facts: [SchemaFact]) {
        self.name = name
        self.kind = kind
        self.facts = facts
    }
}

extension SchemaRelation {
    /// Describes a table.
    static func table(
        _ name: String,
        columns: KeyValuePairs<String, String>,
        checks: [String] = [],
        keys: [String],
        indexes: [String] = [],
        partitionedBy rule: String? = nil,
        triggers: KeyValuePairs<String, String> = [:]
    ) -> SchemaRelation {
        SchemaRelation(
            name,
            rule == nil ? .table : .partitionedTable,
            columns.map { SchemaFact(.column, $0.key, $0.value) }
                + checks.map { SchemaFact(.check, nil, $0) }
                + keys.map { SchemaFact(.key, nil, $0) }
                + indexes.map { SchemaFact(.index, nil, $0) }
                + (rule.map { [SchemaFact(.partitioning, nil, $0)] } ?? [])
                + triggers.map { SchemaFact(.trigger, $0.key, $0.value) }
        )
    }

    /// Describes a view, materialized where it has indexes.
    static func view(
        _ name: String,
        columns: KeyValuePairs<String, String>,
        reads sources: [String],
        indexes: [String] = []
    ) -> SchemaRelation {
        SchemaRelation(
            name,
            indexes.isEmpty ? .view : .materializedView,
            columns.map { SchemaFact(.column, $0.key, $0.value) }
                + indexes.map { SchemaFact(.index, nil, $0) }
                + sources.map { SchemaFact(.source, nil, $0) }
        )
    }

    /// Describes an enumeration.
    static func enumeration(_ name: String, _ values: String...) -> SchemaRelation {
        SchemaRelation(
            name,
            .enumeration,
            [SchemaFact(.values, nil, values.joined(separator: ", "))]
        )
    }
}
