/// The ending of the file that holds a recorded body.
enum BodyKind: String {
    case json, zip, html, bin

    /// Looks at the content first, since venues send pages of a firewall as JSON.
    init(_ body: HTTPBody, _ headers: [String]) {
        let head = body.withPaddedBytes { Array($0.prefix(512)) }
        let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace }.lowercased()
        let type = headers.first { $0.lowercased().hasPrefix("content-type:") }?.lowercased() ?? ""
        if head.starts(with: Array("PK".utf8)) {
            self = .zip
        } else if text.hasPrefix("{") || text.hasPrefix("[") {
            self = .json
        } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
            self = .html
        } else if text.hasPrefix("<"), type.contains("html") {
            self = .html
        } else {
            self = type.contains("json") ? .json : .bin
        }
    }
}
