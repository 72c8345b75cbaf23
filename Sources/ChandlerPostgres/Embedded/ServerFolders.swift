/// Where an embedded server keeps its things.
struct ServerFolders: Sendable {
    /// The folder of everything, `…/chandler/postgres`.
    let base: String

    /// The longest path of a Unix socket on Linux, without its NUL.
    static let longestSocketPath = 107

    var data: String { "\(base)/data" }
    var log: String { "\(base)/server.log" }
    var lock: String { "\(base)/lock" }
    var settings: String { "\(data)/chandler.conf" }

    /// The socket's folder: inside ``base``, or, where its name would be too long for a socket, one
    /// with a short name made from it.
    func socketFolder(runtimeFolder: String?, userID: UInt32, port: Int) -> String {
        let own = "\(base)/run"
        if Self.fits(own, port: port) { return own }
        let name = "chandler-\(userID)-\(Self.hash(base))"
        if let runtimeFolder, Self.fits("\(runtimeFolder)/\(name)", port: port) {
            return "\(runtimeFolder)/\(name)"
        }
        return "/tmp/\(name)"
    }

    private static func fits(_ folder: String, port: Int) -> Bool {
        "\(folder)/.s.PGSQL.\(port)".utf8.count <= longestSocketPath
    }

    /// FNV-1a with 64 bits: the same name in every process and on every machine.
    private static func hash(_ text: String) -> String {
        let value = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Refuses names that `pg_ctl`'s shell or libpq's host list would take apart.
    func checkName() throws(PostgresError) {
        let troublesome = base.first { "\"$`\\,".contains($0) || $0.isNewline }
        guard let troublesome else { return }
        throw PostgresError(
            code: .folderNotUsable,
            message: "use \"\(base.singleLine(cutTo: 80))\" for the embedded server: the character "
                + "\"\(troublesome)\" in a folder's name is taken apart by PostgreSQL's own tools",
            hint: "choose another place with CHANDLER_HOME"
        )
    }
}
