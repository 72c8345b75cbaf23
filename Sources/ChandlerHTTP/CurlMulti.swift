import CLibcurl

/// Owns curl's multi handle, which holds the connections and the name cache.
///
/// Unchecked because the transfer thread alone uses the handle, with one exception that curl
/// allows from any thread: ``wakeUp()``.
final class CurlMulti: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    /// Makes the handle; nil where curl has no memory for it.
    init?(connectionsPerHost: Int) {
        guard let handle = curl_multi_init() else { return nil }
        self.handle = handle
        // The options are known to every curl that shim.h accepts, so the results say nothing.
        _ = chandler_curl_multi_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = chandler_curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        _ = chandler_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connectionsPerHost * 8)
    }

    deinit {
        curl_multi_cleanup(handle)
    }

    /// Ends a running or the next ``poll(milliseconds:)``; safe from any thread.
    func wakeUp() {
        curl_multi_wakeup(handle)
    }

    /// Starts a transfer.
    func add(_ easy: CurlEasy) -> CURLMcode {
        curl_multi_add_handle(handle, easy.handle)
    }

    /// Ends a transfer, finished or not; an unfinished one loses its connection or stream.
    func remove(_ easy: CurlEasy) {
        curl_multi_remove_handle(handle, easy.handle)
    }

    /// Moves all transfers on as far as they go without waiting.
    func perform() -> CURLMcode {
        var running: Int32 = 0
        return curl_multi_perform(handle, &running)
    }

    /// Waits for the network, a time limit of curl's, or ``wakeUp()``.
    func poll(milliseconds: Int32) -> CURLMcode {
        curl_multi_poll(handle, nil, 0, milliseconds, nil)
    }

    /// The next transfer that has ended, with its result.
    func nextFinished() -> (easy: UnsafeMutableRawPointer, result: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            return (easy, message.pointee.data.result)
        }
        return nil
    }
}
