/// One look at the database: a few small questions that stand or fall together.
protocol Examination: Sendable {
    /// What is looked at; a failed examination is reported under it.
    var subject: Subject { get }

    /// Looks, and changes nothing.
    ///
    /// Runs in a read-only transaction with time limits of its own. What it throws becomes a
    /// finding: it never keeps another examination from looking.
    func examine(_ patient: Patient) throws -> Examined
}

/// What an examination found.
struct Examined: Sendable {
    var findings: [Finding] = []
    var metrics: [Metric] = []

    init(_ findings: [Finding] = [], _ metrics: [Metric] = []) {
        self.findings = findings
        self.metrics = metrics
    }

    init(_ finding: Finding, _ metrics: [Metric] = []) {
        self.init([finding], metrics)
    }
}
