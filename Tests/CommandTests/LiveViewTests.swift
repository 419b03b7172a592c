import DialModel
import Testing

@testable import dialpace

@Suite struct LiveViewTests {
    private var picture: Picture {
        var floor = Floor()
        floor.talking = 12
        floor.idle = 8
        floor.lines = 100
        floor.attempts = 1_234
        floor.answered = 400
        floor.abandoned = 11
        floor.closed = 700
        return Picture(
            name: "a campaign with a long name", mode: .predictive,
            phase: .running, speed: "×240", now: .epoch, floor: floor, cap: 0.03, leads: 2_000,
            callsPerMinute: 31.4, left: .hours(3))
    }

    @Test(arguments: [1, 20, 39, 59, 79, 119, 200])
    func `no line is wider than the terminal`(width: Int) {
        for line in picture.drawing(width: width, isColoured: false) {
            #expect(line.count <= width, "\(line)")
        }
        for line in picture.drawing(width: width) { #expect(clip(line, width) == line) }
    }

    @Test func `bars grow with the terminal`() {
        func bar(_ width: Int) -> Int {
            picture.drawing(width: width, isColoured: false)[2].count { "█░".contains($0) }
        }
        #expect(bar(39) == 10)
        #expect(bar(79) == 15)
        #expect(bar(139) == 60)
    }

    @Test func `a campaign that ends with leads left has been stopped`() {
        var last = picture
        last.phase = .finished
        last.left = nil
        #expect(last.plainLine.contains(" stopped, "))
        #expect(!last.plainLine.contains("left"))
        last.floor.closed = last.leads
        #expect(last.plainLine.contains(" done, "))
    }

    @Test func `a picture takes the place of the last, whatever has become of the terminal`() {
        let size = Terminal.Size(columns: 80, rows: 24)
        var canvas = Canvas()
        func begins(_ text: String, _ start: String) -> Bool {
            text.hasPrefix("\u{1B}[?25l" + start) && text.hasSuffix("\n\u{1B}[J")
        }
        #expect(begins(canvas.draw(["a", "b", "c"], on: size, continuations: 0), "\r"))
        #expect(begins(canvas.draw(["a", "b"], on: size, continuations: 0), "\u{1B}[3A\r"))
        // Stopped and continued: the shell has written below.
        #expect(begins(canvas.draw(["a", "b"], on: size, continuations: 1), "\r"))
        #expect(begins(canvas.draw(["a"], on: size, continuations: 1), "\u{1B}[2A\r"))
        // Made narrower, and so low that not all lines fit.
        let low = Terminal.Size(columns: 40, rows: 3)
        let redrawn = canvas.draw(["a", "b", "c"], on: low, continuations: 1)
        #expect(begins(redrawn, "\u{1B}[2J\u{1B}[H\r"))
        #expect(!redrawn.contains("c\n"))
        #expect(begins(canvas.draw(["a"], on: low, continuations: 1), "\u{1B}[2A\r"))
    }
}
