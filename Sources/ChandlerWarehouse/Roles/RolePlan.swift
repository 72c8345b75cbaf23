/// What is not as it should be with the roles, and the statements that make it so.
public struct RolePlan: Sendable, Hashable {
    /// One thing that is to be changed.
    public struct Step: Sendable, Hashable {
        /// What is wrong, such as `chandler_reader has no SELECT on market_data`.
        public let problem: String
        /// The statement that puts it right, without a semicolon.
        public let sql: String

        init(_ problem: String, _ sql: String) {
            self.problem = problem
            self.sql = sql
        }
    }

    /// The steps in an order in which they can be run.
    public let steps: [Step]

    /// Whether all is as it should be.
    public var isEmpty: Bool { steps.isEmpty }

    /// All statements as one transaction; empty when there are none.
    public var sql: String {
        if steps.isEmpty { return "" }
        return (["BEGIN"] + steps.map(\.sql) + ["COMMIT"]).map { $0 + ";\n" }.joined()
    }
}
