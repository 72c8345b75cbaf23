import Testing

@testable import ChandlerHTTP

@Suite struct TransferQueueTests {
    @Test func hostsAreBoundedApartAndServedInOrder() {
        var queue = TransferQueue(limit: 2)
        #expect(queue.add(1, origin: "a") == true)
        #expect(queue.add(2, origin: "a") == true)
        #expect(queue.add(3, origin: "a") == false)
        #expect(queue.add(4, origin: "a") == false)
        #expect(queue.add(5, origin: "b") == true)
        #expect(queue.finished(origin: "a") == 3)
        #expect(queue.finished(origin: "a") == 4)
        #expect(queue.finished(origin: "a") == nil)
        #expect(queue.add(6, origin: "a") == true)
        #expect(queue.add(7, origin: "a") == false)
    }

    @Test func cancelledTransferLeavesTheLine() {
        var queue = TransferQueue(limit: 1)
        #expect(queue.add(1, origin: "a") == true)
        #expect(queue.add(2, origin: "a") == false)
        #expect(queue.add(3, origin: "a") == false)
        let isWaiting = queue.removeWaiting(2, origin: "a")
        let isRunning = queue.removeWaiting(1, origin: "a")
        #expect(isWaiting)
        #expect(!isRunning)
        #expect(queue.finished(origin: "a") == 3)
        #expect(queue.finished(origin: "a") == nil)
    }

    @Test(arguments: [
        ("https://API.Example.com/x", "https://api.example.com"),
        ("http://user:pw@h:80/x?u=http://z", "http://h:80"), ("https://h?x", "https://h"),
        ("https://[::1]:8443/x", "https://[::1]:8443"),
    ])
    func originIsSchemeHostAndPort(_ url: String, _ origin: String) {
        #expect(URLParts(url).origin == origin)
    }
}
