import ChandlerCore
import Foundation

extension Timestamp {
    /// The present moment, to the second, by this machine's clock.
    static var now: Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }
}
