import Glibc

/// What people read while they wait goes to standard error, results to standard output.
enum Console {
    static func note(_ text: String) {
        let line = Array("chandler-bench: \(text)\n".utf8)
        _ = Glibc.write(2, line, line.count)
    }

    static func result(_ text: String) {
        print(text)
        fflush(nil)
    }
}
