import CLibcurl

/// Owns one of curl's easy handles and what it points to; used by the transfer thread alone.
///
/// A handle serves many requests one after the other: what is the same for all is set once.
final class CurlEasy {
    let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    /// Makes a handle with the options that all requests share.
    init(options: HTTPClientOptions) throws(CurlError) {
        guard let handle = curl_easy_init() else { throw CurlError(CURLE_OUT_OF_MEMORY) }
        self.handle = handle
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure(options)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    /// Sets what belongs to one request; every option set here is set for each request.
    func prepare(_ request: HTTPRequest, timeouts: HTTPTimeouts) throws(CurlError) {
        let isSecure = URLParts(request.url).scheme == "https"
        errorText.pointee = 0
        try set(CURLOPT_URL, request.url)
        // A redirect must not leave TLS, and a key must not reach the host of a redirect.
        try set(CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https")
        let mayMove = request.method == .get && !request.carriesSecretHeader
        try set(CURLOPT_FOLLOWLOCATION, mayMove ? 1 : 0)
        // Waiting to share a connection costs nothing where TLS tells at once whether it can be
        // shared; over plain HTTP it would hold all requests back behind the first answer.
        try set(CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
        try set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.wholeMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, timeouts.total.wholeMilliseconds)
        try set(CURLOPT_LOW_SPEED_LIMIT, timeouts.lowSpeed)
        try set(CURLOPT_LOW_SPEED_TIME, max(1, Int(timeouts.lowSpeedPeriod.components.seconds)))
        try setMethod(request)
        try setHeaders(request)
    }

    /// Names the object that receives header lines and body bytes; curl does not retain it.
    func setReceiver(
        _ context: UnsafeMutableRawPointer,
        headers: @escaping chandler_curl_receiver,
        body: @escaping chandler_curl_receiver
    ) throws(CurlError) {
        try check(chandler_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, headers))
        try check(chandler_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(chandler_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, body))
        try check(chandler_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
    }

    /// The result of a transfer with curl's own words for it.
    func failure(_ result: CURLcode) -> CurlError {
        CurlError(result, detail: String(cString: errorText))
    }

    /// A number about the transfer; 0 where curl has none.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        _ = chandler_curl_get_long(handle, info, &value)
        return value
    }

    /// A size or a time in microseconds of the transfer; 0 where curl has none.
    func size(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        _ = chandler_curl_get_size(handle, info, &value)
        return max(0, Int(value))
    }

    /// A text about the transfer; empty where curl has none.
    func text(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        _ = chandler_curl_get_string(handle, info, &value)
        return value.map { String(cString: $0) } ?? ""
    }

    private func configure(_ options: HTTPClientOptions) throws(CurlError) {
        try check(chandler_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_MAXREDIRS, options.maximumRedirects)
        try set(CURLOPT_USERAGENT, options.userAgent)
        // An empty list stands for every encoding that curl was built with.
        try set(CURLOPT_ACCEPT_ENCODING, "")
        // A curl without HTTP/2 refuses the option and speaks HTTP/1.1.
        _ = chandler_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = options.certificateFile { try set(CURLOPT_CAINFO, file) }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // Segments are encoded by us; curl must not fold ".." in them.
        try set(CURLOPT_PATH_AS_IS, 1)
        // Cancelling must not wait for a name server that does not answer.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_BUFFERSIZE, 131_072)
        try check(
            chandler_curl_set_size(
                handle,
                CURLOPT_MAXFILESIZE_LARGE,
                curl_off_t(options.maximumBodyBytes)
            )
        )
    }

    /// Sets the method and what is sent; a handle may have served a request of another kind.
    private func setMethod(_ request: HTTPRequest) throws(CurlError) {
        guard request.method != .get else {
            try check(chandler_curl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, nil))
            // What an earlier request sent is let go.
            try check(chandler_curl_set_pointer(handle, CURLOPT_POSTFIELDS, nil))
            return try set(CURLOPT_HTTPGET, 1)
        }
        try set(CURLOPT_POST, 1)
        // A body sent by PUT like that of a POST needs no reader that curl calls.
        try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        let count = curl_off_t(request.body.count)
        try check(chandler_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, count))
        // Curl copies as many bytes as the size says, which is set before.
        let result = request.body.withUnsafeBytes { bytes in
            chandler_curl_set_pointer(
                handle,
                CURLOPT_COPYPOSTFIELDS,
                UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(errorText))
            )
        }
        try check(result)
    }

    private func setHeaders(_ request: HTTPRequest) throws(CurlError) {
        var lines: UnsafeMutablePointer<curl_slist>?
        // Curl would ask first whether a larger body may be sent, and wait for the answer.
        let unwanted = request.method == .get ? [] : ["Expect:"]
        // Curl sends a header without a value only when a semicolon ends its name.
        let wanted = request.headers.fields.map { field in
            field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        for line in unwanted + wanted {
            guard let longer = curl_slist_append(lines, line) else {
                curl_slist_free_all(lines)
                throw CurlError(CURLE_OUT_OF_MEMORY)
            }
            lines = longer
        }
        let result = chandler_curl_set_list(handle, CURLOPT_HTTPHEADER, lines)
        curl_slist_free_all(headerLines)
        headerLines = lines
        try check(result)
    }

    private func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(chandler_curl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(chandler_curl_set_string(handle, option, value))
    }

    private func check(_ result: CURLcode) throws(CurlError) {
        guard result == CURLE_OK else { throw CurlError(result) }
    }
}

extension Duration {
    /// Milliseconds, rounded up so that a short limit does not become none.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int(seconds) * 1_000 + Int(fraction)
    }
}
