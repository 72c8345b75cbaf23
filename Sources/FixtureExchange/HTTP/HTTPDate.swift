import ChandlerCore

/// The date form of HTTP headers: `Sat, 15 Jun 2024 12:34:30 GMT`.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ moment: Timestamp) -> String {
        let date = moment.date
        let text = moment.description
        let day = text.dropFirst(8).prefix(2)
        let year = text.prefix(4)
        let time = text.dropFirst(11).prefix(8)
        let weekday = days[Int(((date.daysSinceEpoch % 7) + 7) % 7)]
        return "\(weekday), \(day) \(months[date.month - 1]) \(year) \(time) GMT"
    }
}
