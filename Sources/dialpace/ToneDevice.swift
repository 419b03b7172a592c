import DialToneRig

/// Plays on a sound device, until the sound is over or Ctrl-C is pressed.
///
/// - Throws: what the device has done wrong; 130 after Ctrl-C.
func play(_ tone: PlayedTone, rate: Int, on device: SoundDevice) throws {
    var tone = tone
    let playback = try AudioPlayback(device, format: SoundFormat(rate: rate))
    defer { playback.close() }
    Interrupts.onFirst(farewell: "the sound is cut off") {}
    var block = [Int16](repeating: 0, count: playback.periodFrames)
    while tone.left > 0 {
        let isStopWanted = Interrupts.isStopWanted
        let count = tone.fill(&block)
        if isStopWanted { fade(&block, count) }
        let sound = Array(block[..<count])
        try playback.write(sound.span)
        if isStopWanted {
            try playback.drain()
            throw stopped
        }
    }
    try playback.drain()
}

/// Lets a block fall silent, along a straight line: a tone that is cut off clicks.
private func fade(_ block: inout [Int16], _ count: Int) {
    for place in 0..<count { block[place] = Int16(Int(block[place]) * (count - 1 - place) / count) }
}
