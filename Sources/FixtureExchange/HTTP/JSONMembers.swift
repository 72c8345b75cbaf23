import ChandlerCore

/// The members of a JSON object in the order in which they are added; `nil` adds none.
struct JSONMembers {
    private var members: [String] = []

    /// Adds JSON as it is.
    mutating func add(_ name: String, raw: String?) {
        if let raw { members.append("\(jsonString(name)):\(raw)") }
    }

    mutating func add(_ name: String, _ text: String?) {
        add(name, raw: text.map(jsonString))
    }

    mutating func add(_ name: String, _ number: Double?) {
        add(name, raw: number.map { DecimalDigits($0).short })
    }

    mutating func add(_ name: String, _ number: Int?) {
        add(name, raw: number.map { "\($0)" })
    }

    mutating func add(_ name: String, _ members: JSONMembers) {
        add(name, raw: members.text)
    }

    /// The object.
    var text: String { "{" + members.joined(separator: ",") + "}" }
}
