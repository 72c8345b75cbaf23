import Foundation
import Synchronization

/// A disk with room for so many bytes, in the place of `write(2)`.
final class SmallDisk: Sendable {
    private let room: Mutex<Int>

    init(room: Int) { self.room = Mutex(room) }

    var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int {
        { [self] descriptor, bytes, count in
            let allowed = room.withLock { room in
                let allowed = min(room, count)
                room -= allowed
                return allowed
            }
            guard allowed > 0 else {
                errno = ENOSPC
                return -1
            }
            return Foundation.write(descriptor, bytes, allowed)
        }
    }
}

/// Counts calls from any thread.
final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
