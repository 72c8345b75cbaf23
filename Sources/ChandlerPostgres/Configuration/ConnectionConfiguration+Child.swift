extension ConnectionConfiguration {
    /// The variables with which another client program, such as `psql`, can log in.
    ///
    /// The password travels in the child's environment, which only its own user can read, and
    /// never in its arguments, which every user can.
    public var childEnvironment: [String: String] {
        value(of: "password").map { ["PGPASSWORD": $0] } ?? [:]
    }
}
