import CLibcurl

/// A result of curl that is not `CURLE_OK`, with curl's own words.
struct CurlError: Error, Equatable {
    /// The number of the CURLcode.
    let number: Int
    /// What curl wrote about this transfer, or its general words for the code.
    let words: String

    /// Describes a result; `detail` is the text of curl's error buffer.
    init(_ code: CURLcode, detail: String = "") {
        let general = curl_easy_strerror(code).map { String(cString: $0) } ?? "unknown"
        number = Int(code.rawValue)
        words = detail.isEmpty || detail == general ? general : "\(general): \(detail)"
    }

    /// What the result means to a caller; `other` for codes that a GET never gives.
    var code: HTTPError.Code {
        Self.codes[number]?.code ?? .other
    }

    /// What happened, in words of ours.
    var meaning: String {
        Self.codes[number]?.meaning ?? "the transfer failed"
    }

    private typealias Row = (curl: CURLcode, code: HTTPError.Code, meaning: String)

    private static let codes: [Int: Row] = Dictionary(
        uniqueKeysWithValues: table.map { (Int($0.curl.rawValue), $0) }
    )

    private static let table: [Row] = [
        (CURLE_UNSUPPORTED_PROTOCOL, .badURL, "the scheme is not allowed"),
        (CURLE_URL_MALFORMAT, .badURL, "the URL is malformed"),
        (CURLE_COULDNT_RESOLVE_PROXY, .couldNotResolve, "the proxy's name has no address"),
        (CURLE_COULDNT_RESOLVE_HOST, .couldNotResolve, "the host name has no address"),
        (CURLE_COULDNT_CONNECT, .couldNotConnect, "the host could not be reached"),
        (CURLE_PROXY, .couldNotConnect, "the proxy could not be used"),
        (CURLE_QUIC_CONNECT_ERROR, .couldNotConnect, "the host could not be reached"),
        (CURLE_WEIRD_SERVER_REPLY, .cutConnection, "the answer was not HTTP"),
        (CURLE_HTTP2, .cutConnection, "the HTTP/2 connection failed"),
        (CURLE_HTTP2_STREAM, .cutConnection, "the HTTP/2 stream failed"),
        (CURLE_HTTP3, .cutConnection, "the HTTP/3 connection failed"),
        (CURLE_PARTIAL_FILE, .cutConnection, "the body ended early"),
        (CURLE_GOT_NOTHING, .cutConnection, "the server closed without an answer"),
        (CURLE_SEND_ERROR, .cutConnection, "the request could not be sent"),
        (CURLE_RECV_ERROR, .cutConnection, "the connection was lost"),
        (CURLE_NO_CONNECTION_AVAILABLE, .cutConnection, "no connection was available"),
        (CURLE_OPERATION_TIMEDOUT, .timedOut, "the time limit was passed"),
        (CURLE_FILESIZE_EXCEEDED, .tooLarge, "the body is larger than the limit"),
        (CURLE_TOO_MANY_REDIRECTS, .tooManyRedirects, "too many redirects"),
        (CURLE_BAD_CONTENT_ENCODING, .decoding, "the body could not be decompressed"),
        (CURLE_SSL_CONNECT_ERROR, .tlsHandshake, "the TLS handshake failed"),
        (CURLE_PEER_FAILED_VERIFICATION, .tls, "the server's certificate was not accepted"),
        (CURLE_SSL_CACERT_BADFILE, .tls, "the file of trusted certificates could not be read"),
        (CURLE_SSL_CERTPROBLEM, .tls, "the local certificate could not be used"),
        (CURLE_SSL_CLIENTCERT, .tls, "the server asks for a client certificate"),
        (CURLE_SSL_CIPHER, .tls, "no common cipher"),
        (CURLE_SSL_CRL_BADFILE, .tls, "the revocation list could not be read"),
        (CURLE_SSL_ISSUER_ERROR, .tls, "the certificate's issuer was not accepted"),
        (CURLE_SSL_PINNEDPUBKEYNOTMATCH, .tls, "the server's key was not accepted"),
        (CURLE_SSL_INVALIDCERTSTATUS, .tls, "the certificate's status was not accepted"),
        (CURLE_SSL_ENGINE_NOTFOUND, .tls, "the TLS engine was not found"),
        (CURLE_SSL_ENGINE_SETFAILED, .tls, "the TLS engine could not be used"),
        (CURLE_SSL_ENGINE_INITFAILED, .tls, "the TLS engine could not be started"),
        (CURLE_ABORTED_BY_CALLBACK, .cancelled, "the transfer was cancelled"),
    ]
}

extension HTTPError {
    /// Turns curl's result into an error about `request`.
    init(_ curl: CurlError, request: HTTPRequest, hint: String? = nil) {
        let reason = "\(curl.meaning) (CURLcode \(curl.number), \(curl.words))"
        self.init(
            curl.code,
            request,
            [reason, hint].compactMap { $0 }.joined(separator: "; "),
            curlCode: curl.number
        )
    }
}
