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
        help: "With --trunk rig: a folder of tone plans that come before the usual ones.",
        completion: .directory)
    var tones: String?

    @Option(
        help: """
            With --trunk rig: the sound device that the lines play on, such as hw:Loopback,0; \
            needs --capture, and --speed 1 or none. Without devices sound is carried in memory, as \
            fast as wanted.
            """)
    var playback: String?

    @Option(
        help: "With --playback: the device on which that is heard, such as hw:Loopback,1.")
    var capture: String?

    @Flag(
        help: """
            With --trunk rig: sound goes through the sound system (ALSA) and back inside the program, \
            with two channels for each line; no card is needed.
            """)
    var loop = false

    mutating func validate() throws {
        if trunk != .rig, loop || country ?? tones ?? playback ?? capture != nil {
            throw ValidationError(
                "--country, --tones, --playback, --capture and --loop say how --trunk rig sounds; "
                    + "give that, too")
        }
        if loop, playback ?? capture != nil {
            throw ValidationError("--loop is in place of devices; give it or --playback, --capture")
        }
        if (playback == nil) != (capture == nil) {
            throw ValidationError(
                "--playback and --capture are two ends of one thing; give both or neither")
        }
    }

    /// The lines of a rig, ready to be used; nil: nothing is to be heard.
    ///
    /// - Parameter path: of the campaign file.
    /// - Throws: what is wrong with the tones or the devices.
    func lines(for file: CampaignFile, at path: String) throws -> RigLines? {
        guard trunk == .rig else { return nil }
        let plans = try TonePlans(of: tones, or: ToneShelf.folders(for: path), by: "--tones")
        guard let plan = try plans.plans(of: [country ?? "us"]).first else {
            throw ExitCode(1)
        }
        let signals: LineSignals
        do {
            signals = try LineSignals(plan: plan.tones.mapValues { $0.map(\.spec) })
        } catch {
            throw RigFault("\(plan.path): \(error)")
        }
        let count = file.plan.limits.lines
        if loop || playback != nil, count > SoundWire.mostLines {
            throw RigFault(
                "there are \(count) lines; sound devices carry at most \(SoundWire.mostLines), "
                    + "two channels each; say `limits: {lines: \(SoundWire.mostLines)}` in the "
                    + "campaign")
        }
        if loop { return RigLines(signals: signals, wire: try SoundWire(loopOf: count)) }
        guard let playback, let capture else { return RigLines(signals: signals, wire: nil) }
        do throws(SoundFault) {
            let wire = try SoundWire(
                from: SoundDevice(capture), to: SoundDevice(playback), lines: count)
            return RigLines(signals: signals, wire: wire)
        } catch {
            throw RigFault(
                "\(error); `dialpace rig check` says what there is, and without --playback and "
                    + "--capture, or with --loop, no device is needed")
        }
    }
}

/// Why lines cannot be made of sound.
struct RigFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What a rig is made of.
struct RigLines {
    let signals: LineSignals
    /// Nil: sound is carried in memory.
    let wire: SoundWire?

    /// Takes a moment, in which all voices are made.
    func bench(of session: CampaignSession) throws -> ToneBench {
        // A buffer that plays and one that records, nearly.
        let latency = wire?.isPaced == true ? Duration.milliseconds(300) : .zero
        return try ToneBench(
            plan: session.file.carrier, signals: signals, seed: session.seed, at: session.start,
            most: wire?.lines, latency: latency)
    }

    func trunk(_ bench: ToneBench, of session: CampaignSession, _ clock: PacedClock) -> RigTrunk {
        let trace = session.trace
        // Waking up takes its time, in which the clock may go on, but not so far that it matters.
        let slack = Duration(drawn: min(max(0.04, 0.005 * clock.speed), 0.2))
        return RigTrunk(
            bench, clock: clock, wire: wire, slack: slack, goOn: { clock.goOn(to: $0) }
        ) { trace?.write($0, at: $1) }
    }
}
