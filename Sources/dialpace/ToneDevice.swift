import ArgumentParser
import DialModel
import DialToneRig
import DialTones

/// Plays on a sound device, until the sound is over or Ctrl-C is pressed.
///
/// - Parameter length: nil: until the tone ends.
/// - Throws: what the device has done wrong; 130 after Ctrl-C.
func play(
    _ spec: ToneSpec, for length: Duration?, rate: Int, seed: UInt64, on device: SoundDevice
) throws {
    let asked = length.map { Int(($0.seconds * Double(rate)).rounded()) }
    var generator = try ToneGenerator(spec, rate: rate, length: asked, seed: seed)
    guard let frames = asked ?? generator.length else {
        throw ValidationError("the tone never ends; say how long it sounds with --for")
    }
    let playback = try AudioPlayback(device, format: SoundFormat(rate: rate))
    defer { playback.close() }
    Interrupts.onFirst(farewell: "the sound is cut off") {}
    var block = [Int16](repeating: 0, count: playback.periodFrames)
    var left = frames
    while left > 0 {
        let isStopWanted = Interrupts.isStopWanted
        let count = min(left, block.count)
        var span = block.mutableSpan
        let played = generator.fill(&span)
        // A tone that ends before the time is over is followed by silence.
        for place in min(played, count)..<count { block[place] = 0 }
        if isStopWanted { fade(&block, count) }
        let sound = Array(block[..<count])
        try playback.write(sound.span)
        if isStopWanted {
            try playback.drain()
            throw stopped
        }
        left -= count
    }
    try playback.drain()
}

/// Lets a block fall silent, along a straight line: a tone that is cut off clicks.
private func fade(_ block: inout [Int16], _ count: Int) {
    for place in 0..<count { block[place] = Int16(Int(block[place]) * (count - 1 - place) / count) }
}
