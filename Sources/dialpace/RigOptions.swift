import ArgumentParser
import DialConfig
import DialModel
import DialRuntime
import DialSimulatedTrunk
import DialToneRig

/// What carries a campaign's calls.
struct RigOptions: ParsableArguments {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case simulated, rig
    }

    @Option(
        help: """
            What carries the calls. simulated: calls are told of by messages. rig: every line is \
            sound; numbers are dialled as tones, and what becomes of a call is known by ear alone. \
            At --speed 1 unless another is given.
            """)
    var trunk = Kind.simulated

    @Option(help: "With --trunk rig: whose tones the lines play, two letters; us unless given.")
    var country: String?

    @Option(
        help: """
            With --trunk rig: the sound device that the lines play on, such as hw:Loopback,0; \
            needs --capture. Without devices sound is carried in memory.
            """)
    var playback: String?

    @Option(
        help: "With --playback: the device on which that is heard, such as hw:Loopback,1.")
    var capture: String?

    mutating func validate() throws {
        if trunk != .rig, country ?? playback ?? capture != nil {
            throw ValidationError(
                "--country, --playback and --capture say how --trunk rig sounds; give that, too")
        }
        if (playback == nil) != (capture == nil) {
            throw ValidationError(
                "--playback and --capture are two ends of one thing; give both or neither")
        }
    }

    /// The lines of a rig, ready to be used; nil: nothing is to be heard.
    ///
    /// - Throws: what is wrong with the tones or the devices.
    func lines(for file: CampaignFile) throws -> RigLines? {
        guard trunk == .rig else { return nil }
        guard let plan = try TonePlans(of: nil).plans(of: [country ?? "us"]).first else {
            throw ExitCode(1)
        }
        let signals: LineSignals
        do {
            signals = try LineSignals(plan: plan.tones.mapValues { $0.map(\.spec) })
        } catch {
            throw ToneNameFault("\(plan.path): \(error)")
        }
        guard let playback, let capture else { return RigLines(signals: signals, wire: nil) }
        let count = file.plan.limits.lines
        guard count <= SoundWire.mostLines else {
            throw ToneNameFault(
                "there are \(count) lines; sound devices carry at most \(SoundWire.mostLines), "
                    + "two channels each; say `lines: \(SoundWire.mostLines)` in the campaign")
        }
        let wire = try SoundWire(
            from: SoundDevice(capture), to: SoundDevice(playback), lines: count)
        return RigLines(signals: signals, wire: wire)
    }
}

/// What a rig is made of.
struct RigLines {
    let signals: LineSignals
    /// Nil: sound is carried in memory.
    let wire: SoundWire?

    func trunk(of session: CampaignSession, _ clock: PacedClock) throws -> RigTrunk {
        let bench = try ToneBench(
            plan: session.file.carrier, signals: signals, seed: session.seed, at: session.start,
            most: wire?.lines)
        let trace = session.trace
        return RigTrunk(bench, clock: clock, wire: wire) { trace?.write($0, at: $1) }
    }
}
