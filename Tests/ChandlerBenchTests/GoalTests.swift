import Testing

@testable import ChandlerBench

@Suite struct GoalTests {
    /// The cells of a goal's row.
    private func cells(_ goal: Goal) -> [String] {
        let line = Goal.table([goal]).split(separator: "\n").last ?? ""
        return line.split(separator: "|").map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test(arguments: [
        (0.5, "met"), (0.499, "met"), (0.5.nextUp, "**not met**"), (0.51, "**not met**"),
    ])
    func upperLimitIsMetUpToItself(_ value: Double, _ verdict: String) {
        #expect(cells(Goal("wall", value, atMost: 0.5)).last == verdict)
    }

    @Test(arguments: [
        (5, "met"), (7.9, "met"), (5.0.nextDown, "**not met**"), (4.9, "**not met**"),
    ])
    func lowerLimitIsMetFromItselfOn(_ value: Double, _ verdict: String) {
        #expect(cells(Goal("times faster", value, atLeast: 5)).last == verdict)
    }

    @Test(arguments: [
        (9.5, "met"), (10.5, "met"), (9.5.nextDown, "**not met**"), (10.5.nextUp, "**not met**"),
    ])
    func bothEndsOfARangeBelongToIt(_ value: Double, _ verdict: String) {
        #expect(cells(Goal("ten times the rows", value, within: 9.5...10.5)).last == verdict)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNotFiniteWasNotMeasured(_ value: Double) {
        let goals = [
            Goal("a", value, atMost: 1), Goal("a", value, atLeast: 1),
            Goal("a", value, within: 0...1),
        ]
        for goal in goals {
            #expect(cells(goal).last == "not measured")
            #expect(cells(goal)[2].hasPrefix("-"))
        }
    }

    @Test func limitsAndFiguresAreWrittenWithTheirUnit() {
        #expect(
            cells(Goal("peak memory", 143.6, atMost: 256, unit: " MB"))
                == ["peak memory", "at most 256 MB", "143.600 MB", "met"]
        )
        #expect(
            cells(Goal("wall to floor", 1.0501, atMost: 1.05))
                == ["wall to floor", "at most 1.05", "1.050", "**not met**"]
        )
        #expect(
            cells(Goal("wall", 9.876, within: 9.5...10.5))
                == ["wall", "9.5 to 10.5", "9.88", "met"]
        )
        #expect(cells(Goal("speed", 0.5, atLeast: 0.5))[1] == "at least 0.50")
    }

    @Test func everyGoalHasARow() {
        let goals = [Goal("one", 1, atMost: 1), Goal("two", 1, atLeast: 2)]
        #expect(Goal.table(goals).split(separator: "\n").count == 4)
    }
}
