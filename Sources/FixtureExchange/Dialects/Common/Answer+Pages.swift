extension Answer {
    /// The page of a web server that refuses.
    static let forbiddenPage = Answer(
        status: 403,
        contentType: html,
        text: "<html><head><title>403 Forbidden</title></head>"
            + "<body><center><h1>403 Forbidden</h1></center></body></html>\n"
    )

    /// A page of the firewall before a venue.
    static func firewall(status: Int = 403, _ words: String) -> Answer {
        Answer(status: status, contentType: html, text: "<html><body>\(words)</body></html>\n")
    }
}
