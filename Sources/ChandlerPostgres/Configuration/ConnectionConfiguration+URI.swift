extension ConnectionConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// A libpq URI of everything but the secrets, which `psql` opens where no password is needed.
    public var uri: String { makeURI(showingMasks: false) }

    /// A libpq URI with `***` in the place of every secret.
    public var description: String { makeURI(showingMasks: true) }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror with ``description`` only.
    public var customMirror: Mirror { Mirror(self, children: ["uri": description]) }

    /// Reads a libpq URI or `keyword=value` string.
    ///
    /// - Parameters:
    ///   - databaseURL: The text.
    ///   - source: Where the text came from; an error names it.
    /// - Throws: ``PostgresError`` with code `invalidConfiguration` and a redacted form of the text.
    public init(databaseURL: String, source: Source = .option) throws(PostgresError) {
        do throws(ConninfoParser.Complaint) {
            guard !databaseURL.utf8.contains(0) else {
                throw ConninfoParser.Complaint(words: "there is a NUL character in it")
            }
            try Self.checkScheme(databaseURL)
            self.init(source: source, pairs: try ConninfoParser.parse(databaseURL))
            try checkPorts()
        } catch {
            let shown = RedactedURL(databaseURL).description.singleLine(cutTo: 80)
            let words = Self.harmlessWords(of: error, about: databaseURL)
            throw PostgresError(
                code: .invalidConfiguration,
                message: "read the database address from \(source.name): \"\(shown)\": \(words)",
                hint: "the form is postgresql://USER@HOST:PORT/DATABASE?sslmode=require, with "
                    + "\":\" and the password after USER; write @ : / ? # % and spaces inside a "
                    + "part percent-encoded"
            )
        }
    }

    private static func checkScheme(_ text: String) throws(ConninfoParser.Complaint) {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw ConninfoParser.Complaint(words: "it is empty")
        }
        guard let separator = text.firstRange(of: "://"),
            !text[..<separator.lowerBound].contains("=")
        else { return }
        let scheme = text[..<separator.lowerBound]
        guard scheme != "postgresql", scheme != "postgres" else { return }
        throw ConninfoParser.Complaint(
            words: "its scheme is neither postgresql:// nor postgres://"
        )
    }

    /// A password with a bare `/` in it makes libpq read its first half as the port.
    private func checkPorts() throws(ConninfoParser.Complaint) {
        let ports = (value(of: "port") ?? "").split(separator: ",")
        guard ports.allSatisfy({ (1...65535).contains(Int($0) ?? 0) }) else {
            throw ConninfoParser.Complaint(words: "its port is not a number from 1 to 65535")
        }
    }

    /// libpq quotes pieces of the text; a keyword that it does not know is worth showing, unless it
    /// may be the end of a password with a space in it.
    private static func harmlessWords(
        of complaint: ConninfoParser.Complaint,
        about text: String
    ) -> String {
        let words = complaint.words.singleLine(cutTo: 400)
        let mayHoldSecret = text.contains("@") || Redaction.scrub(text) != text
        let isAboutKeyword =
            words.contains("connection option \"") || words.contains("query parameter: \"")
        return isAboutKeyword && !mayHoldSecret ? words : Redaction.hideQuotedParts(words)
    }

    // MARK: - Writing a URI

    private func makeURI(showingMasks: Bool) -> String {
        var written: Set<String> = ["user", "dbname", "password"]
        var address = ""
        if let host = value(of: "host"), Self.isPlain(host: host) {
            address = host
            written.insert("host")
            if let port = value(of: "port"), !port.contains(",") {
                address += ":\(port)"
                written.insert("port")
            }
        }
        let userInfo = makeUserInfo(showingMasks: showingMasks)
        let path = database.map { PercentEncoding.encode($0) } ?? ""
        let query = queryItems(without: written, showingMasks: showingMasks)
        let tail = query.isEmpty ? "" : "?\(query.joined(separator: "&"))"
        return "postgresql://\(userInfo)\(address)/\(path)\(tail)"
    }

    private static func isPlain(host: String) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-._".utf8.contains(byte)
                }
            }
    }

    private func makeUserInfo(showingMasks: Bool) -> String {
        let password = hasPassword && showingMasks ? ":\(Redaction.mask)" : ""
        let name = user.map { PercentEncoding.encode($0) } ?? ""
        return name.isEmpty && password.isEmpty ? "" : "\(name)\(password)@"
    }

    private func queryItems(without used: Set<String>, showingMasks: Bool) -> [String] {
        parameters.compactMap { parameter in
            let keyword = parameter.keyword
            guard !used.contains(keyword) else { return nil }
            if Redaction.isSecret(keyword: keyword) {
                return showingMasks ? "\(keyword)=\(Redaction.mask)" : nil
            }
            let value = parameter.value.revealed
            return "\(keyword)=\(PercentEncoding.encode(value, keepingSlashes: true))"
        }
    }
}
