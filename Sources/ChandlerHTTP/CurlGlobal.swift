import CLibcurl

/// The one call of `curl_global_init` in the process.
///
/// A static constant is initialised once whatever thread comes first; curl's own global state is
/// never torn down, because other code of the process may use it until the end.
enum CurlGlobal {
    /// The result of `curl_global_init`.
    static let result: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}
