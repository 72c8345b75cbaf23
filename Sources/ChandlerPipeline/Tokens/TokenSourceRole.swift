public import ChandlerCore

/// A source of tokens and what it can be asked for.
public struct TokenSourceRole: Sendable {
    /// The source.
    public let source: any TokenSource
    /// The fields it can have; for others it is not asked.
    public let fields: Set<TokenField>

    /// Creates a role.
    public init(source: any TokenSource, fields: Set<TokenField>) {
        self.source = source
        self.fields = fields
    }
}
