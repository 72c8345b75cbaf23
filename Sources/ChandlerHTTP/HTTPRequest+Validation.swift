extension HTTPRequest {
    /// Refuses what curl would read differently than it is meant.
    ///
    /// A line break in a header would begin a header of its own, a zero byte would end the text, and
    /// a URL without a scheme would be sent over plain HTTP.
    func validate() throws(HTTPError) {
        guard let scheme = URLParts(url).scheme, ["http", "https"].contains(scheme) else {
            throw HTTPError(
                .badURL,
                self,
                "a URL must begin with http:// or https://"
            )
        }
        guard url.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            throw HTTPError(
                .badURL,
                "\(method.rawValue) \(quoted(shownURL)): a URL holds no blank and no control character",
                context: HTTPError.Context(url: shownURL)
            )
        }
        for field in headers.fields where !field.isSendable {
            throw HTTPError(
                .badHeader,
                self,
                "header \(quoted(field.name)) holds a line break or a control character, "
                    + "or its name is not one word"
            )
        }
    }
}

extension HTTPHeaders.Field {
    /// Whether the line stays one line and its name one name.
    fileprivate var isSendable: Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
            && !name.utf8.contains(UInt8(ascii: ";"))
            && value.utf8.allSatisfy { ($0 >= 32 || $0 == 9) && $0 != 127 }
    }
}
