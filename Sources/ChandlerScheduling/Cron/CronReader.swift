/// Reads the text of an expression.
struct CronReader {
    /// A part of the text and where it begins.
    struct Word {
        let text: [Character]
        let offset: Int

        var string: String { String(text) }
    }

    private let all: [Character]

    init(_ text: String) {
        all = Array(text)
    }

    private static let nicknames = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
        "@annually": "0 0 1 1 *",
    ]

    /// The five words; those of a name such as `@daily` where one was written.
    mutating func words() throws(CronError) -> [Word] {
        let words = split(Word(text: all, offset: 0), omittingEmpty: true) {
            $0 == " " || $0 == "\t"
        }
        if let first = words.first, first.text.first == "@" { return try nickname(words) }
        guard words.count == 5 else {
            throw CronError(
                "five fields are expected (minute, hour, day, month, weekday), "
                    + "\(words.count == 1 ? "1 was" : "\(words.count) were") found"
                    + (words.count == 6 ? "; seconds, years and users have no place here" : ""),
                offset: words.count > 5 ? words[5].offset : all.count
            )
        }
        return words
    }

    private func nickname(_ words: [Word]) throws(CronError) -> [Word] {
        let name = words[0].string.lowercased()
        guard let text = Self.nicknames[name] else {
            throw CronError(
                name == "@reboot"
                    ? "\"@reboot\" is no time; write one"
                    : "\"\(Self.cut(words[0].string))\" is not known; what is: "
                        + "@hourly, @daily, @weekly, @monthly, @yearly",
                offset: words[0].offset
            )
        }
        guard words.count == 1 else {
            throw CronError("nothing may follow \(name)", offset: words[1].offset)
        }
        return split(Word(text: Array(text), offset: 0), omittingEmpty: true) { $0 == " " }
    }

    /// Reads one field.
    func field(_ word: Word, _ unit: CronUnit) throws(CronError) -> CronField {
        var values: UInt64 = 0
        var texts: [String] = []
        for item in split(word, omittingEmpty: false, at: { $0 == "," }) {
            let range = try self.item(item, unit)
            for value in stride(from: range.from, through: range.to, by: range.step) {
                values |= 1 << UInt64(unit == .weekday ? value % 7 : value)
            }
            texts.append(range.text)
        }
        return CronField(
            values: values,
            beginsWithStar: word.text.first == "*",
            text: texts.joined(separator: ",")
        )
    }

    private struct Item {
        let from: Int
        let to: Int
        let step: Int
        let text: String
    }

    /// Reads `*`, a value or a range, with or without a step.
    private func item(_ word: Word, _ unit: CronUnit) throws(CronError) -> Item {
        let parts = split(word, omittingEmpty: false) { $0 == "/" }
        guard parts.count <= 2 else {
            throw CronError("the \(unit.label) has a second step", offset: parts[2].offset - 1)
        }
        let bounds = split(parts[0], omittingEmpty: false) { $0 == "-" }
        guard bounds.count <= 2 else {
            throw CronError("the \(unit.label) has a second \"-\"", offset: bounds[2].offset - 1)
        }
        let isStar = parts[0].string == "*"
        let isRange = isStar || bounds.count == 2
        let from = isStar ? unit.range.lowerBound : try value(bounds[0], unit)
        var to = isStar ? unit.range.upperBound : from
        if bounds.count == 2 { to = try end(bounds[1], from, unit) }
        let text = isStar ? "*" : isRange ? "\(from)-\(to)" : "\(from)"
        guard parts.count == 2 else { return Item(from: from, to: to, step: 1, text: text) }
        guard isRange else {
            throw CronError(
                "a step follows \"*\" or a range; write "
                    + "\(from)-\(unit.range.upperBound)/\(Self.cut(parts[1].string))",
                offset: parts[1].offset - 1
            )
        }
        let step = try step(parts[1], unit)
        return Item(from: from, to: to, step: step, text: "\(text)/\(step)")
    }

    private func end(_ word: Word, _ from: Int, _ unit: CronUnit) throws(CronError) -> Int {
        var to = try value(word, unit)
        // SAT-SUN: as an end, Sunday is the seventh day.
        if unit == .weekday, to == 0, from > 0, word.text.first?.isLetter == true { to = 7 }
        guard from <= to else {
            throw CronError(
                "the \(unit.label)'s range ends before it begins; write it as two with a comma",
                offset: word.offset
            )
        }
        return to
    }

    private func step(_ word: Word, _ unit: CronUnit) throws(CronError) -> Int {
        let longest = unit.range.upperBound - unit.range.lowerBound
        guard let step = Self.number(word.text), step >= 1 else {
            throw CronError(
                "the \(unit.label)'s step was \"\(Self.cut(word.string))\", a number from 1 is "
                    + "expected",
                offset: word.offset
            )
        }
        guard step <= longest else {
            throw CronError(
                "the \(unit.label)'s step was \(step), the longest is \(longest): steps begin anew "
                    + "with every round of the field",
                offset: word.offset
            )
        }
        return step
    }

    private func value(_ word: Word, _ unit: CronUnit) throws(CronError) -> Int {
        let found = word.string
        if let index = unit.names.firstIndex(of: found.uppercased()) {
            return index + unit.range.lowerBound
        }
        guard let number = Self.number(word.text), unit.writable.contains(number) else {
            throw CronError(
                found.isEmpty
                    ? "a value of the \(unit.label) is missing, \(unit.expected) is expected"
                    : "the \(unit.label) was \"\(Self.cut(found))\", \(unit.expected) is expected",
                offset: word.offset
            )
        }
        return number
    }

    private static func number(_ text: [Character]) -> Int? {
        guard !text.isEmpty, text.count <= 6, text.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int(String(text))
    }

    private static func cut(_ text: String) -> String {
        text.count <= 80 ? text : "\(text.prefix(79))…"
    }

    private func split(
        _ word: Word,
        omittingEmpty: Bool,
        at isSeparator: (Character) -> Bool
    ) -> [Word] {
        word.text.split(omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator)
            .map { Word(text: Array($0), offset: word.offset + $0.startIndex) }
    }
}
