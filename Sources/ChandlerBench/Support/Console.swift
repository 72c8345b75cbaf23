import Glibc

/// What people read while they wait goes to standard error, results to standard output.
enum Console {
    static func note(_ text: String) {
        fputs("chandler-bench: \(text)\n", stderr)
    }

    static func result(_ text: String) {
        print(text)
        fflush(nil)
    }
}
