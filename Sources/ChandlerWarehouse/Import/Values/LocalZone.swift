import Foundation

/// The zone of clock times that name none.
struct LocalZone {
    /// Its name, as it was given.
    let name: String
    private let zone: TimeZone?
    private var knownDay = Int64.min
    /// The offset of the whole known day and those around it; `nil` where clocks are changed.
    private var knownOffset: Int64?

    /// Which moments a clock time can mean.
    enum Moments: Equatable {
        case none
        case one(Int64)
        case two
    }

    /// Finds a zone.
    ///
    /// - Parameter name: `UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`.
    /// - Throws: ``WarehouseError`` with code `usage` where nobody knows the name.
    init(_ name: String) throws(WarehouseError) {
        self.name = name
        if ["utc", "z", "gmt"].contains(name.lowercased()) {
            zone = nil
            return
        }
        var bytes = Array(name.utf8)
        let offset = bytes.withUnsafeMutableBufferPointer { bytes in
            var scan = TimeScan(UnsafeBufferPointer(bytes))
            let offset = scan.offset()
            return scan.isAtEnd ? offset : nil
        }
        let found =
            offset.map { TimeZone(secondsFromGMT: Int($0 / 1_000_000)) }
            ?? (name.contains("/") ? TimeZone(identifier: name) : nil)
        guard let found else {
            throw WarehouseError(
                .usage,
                "time zone \(name.inQuotes): it is neither UTC nor an offset such as +02:00 nor a "
                    + "name such as Europe/Berlin"
            )
        }
        zone = found
    }

    /// The moments at which clocks of the zone show a time.
    ///
    /// **Units:** microseconds since 1970, of the clock and of UTC.
    mutating func moment(_ clock: Int64) -> Moments {
        guard let zone else { return .one(clock) }
        let seconds = Int64((Double(clock) / 1_000_000).rounded(.down))
        let day = Int64((Double(seconds) / 86_400).rounded(.down))
        if day != knownDay {
            knownDay = day
            let offsets = Set((-28...52).map { Self.offset(zone, day * 86_400 + $0 * 3_600) })
            knownOffset = offsets.count == 1 ? offsets.first : nil
        }
        if let knownOffset { return .one(clock - knownOffset * 1_000_000) }
        let candidates = Set(
            [-100_000, -50_000, 0, 50_000, 100_000].map {
                Self.offset(zone, seconds + $0)
            }
        )
        let moments = candidates.filter { Self.offset(zone, seconds - $0) == $0 }
        guard let offset = moments.first else { return .none }
        return moments.count == 1 ? .one(clock - offset * 1_000_000) : .two
    }

    private static func offset(_ zone: TimeZone, _ seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
