/// Which part of a dataset a row belongs to.
public enum Split: String, Sendable, Hashable, CaseIterable {
    /// Rows a model is fitted on.
    case train
    /// Rows a model is chosen by.
    case validation
    /// Rows a model is judged by.
    case test
}
