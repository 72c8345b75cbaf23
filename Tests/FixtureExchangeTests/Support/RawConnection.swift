import Dispatch
import Glibc

/// A plain keep-alive HTTP/1.1 client over one socket, which hides nothing of an answer.
///
/// It blocks, so it works on its own queue and never on the threads the server may need.
final class RawConnection: @unchecked Sendable {
    private let socket: Int32
    private let queue = DispatchQueue(label: "raw connection")
    private var buffer: [UInt8] = []

    init(_ baseURL: String) throws {
        guard let colon = baseURL.lastIndex(of: ":"),
            let port = UInt16(baseURL[baseURL.index(after: colon)...])
        else { throw RawError(text: "no port in \(baseURL)") }
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let reason = String(cString: strerror(errno))
            close(socket)
            throw RawError(text: "connect to \(baseURL): \(reason)")
        }
        // So that a test ends although a server should hang.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(
            socket,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &patience,
            socklen_t(MemoryLayout<timeval>.size)
        )
    }

    deinit { close(socket) }

    /// Sends a request and reads the answer, or as much of it as comes.
    func send(
        _ method: String = "GET",
        _ target: String,
        headers: [String: String] = [:],
        body: String = ""
    ) async throws -> RawAnswer {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        let message = text + "\r\n" + body
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try self.exchange(message) })
            }
        }
    }

    private func exchange(_ message: String) throws -> RawAnswer {
        let bytes = Array(message.utf8)
        guard Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { throw RawError(text: "send: \(String(cString: strerror(errno)))") }
        while true {
            if let head = RawAnswer.headEnd(in: buffer) { return try answer(headEnd: head) }
            guard receive() else { throw RawError(text: "closed before the head was complete") }
        }
    }

    private func answer(headEnd: Int) throws -> RawAnswer {
        var answer = try RawAnswer(head: String(decoding: buffer[..<headEnd], as: UTF8.self))
        buffer.removeFirst(headEnd + 4)
        let length = answer.headers["content-length"].flatMap(Int.init) ?? 0
        while buffer.count < length, receive() {}
        answer.body = Array(buffer.prefix(length))
        answer.isWhole = buffer.count >= length
        buffer.removeFirst(min(length, buffer.count))
        return answer
    }

    private func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var count = recv(socket, &chunk, chunk.count, 0)
        // With a time limit on the socket, any signal of the test process ends the call.
        while count < 0, errno == EINTR { count = recv(socket, &chunk, chunk.count, 0) }
        if count > 0 { buffer += chunk[..<count] }
        return count > 0
    }
}

/// Why the test's client gave up.
struct RawError: Error {
    let text: String
}
