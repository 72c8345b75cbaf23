import Foundation
import Testing

@testable import ChandlerHTTP

@Suite(.timeLimit(.minutes(20))) struct TransferLoopTests {
    /// The thread may have read the cancellation before the request was handed over.
    @Test func requestOfACancelledTaskIsAnsweredWithoutTheThread() async throws {
        let options = HTTPClientOptions(userAgent: "chandler/test", environment: { _ in nil })
        let multi = try #require(CurlMulti(connectionsPerHost: 1))
        let loop = TransferLoop(multi: multi, options: options)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await withCheckedContinuation { reply in
                let request = HTTPRequest(url: "http://127.0.0.1:1/")
                loop.submit(Submission(id: loop.nextID(), request: request, reply: reply))
                loop.requestStop()
                Thread.detachNewThread { loop.run() }
            }
        }
        task.cancel()
        let answer = await task.value
        #expect(throws: HTTPError.self) { try answer.get() }
        if case .failure(let error) = answer { #expect(error.code == .cancelled) }
        await loop.waitUntilStopped()
    }
}
