import DialModel

/// By what a person is told from a machine, and what a word is.
///
/// > Source: the names and ``asterisk``'s values are those of Asterisk's application AMD,
/// > configs/samples/amd.conf.sample.
public struct GreetingSettings: Hashable, Sendable {
    /// Nothing said for that long after the answer is a machine, or not sure; more than zero.
    public var initialSilence = Duration.milliseconds(2_500)
    /// What takes longer, from the first word to the last, is a machine; more than zero. Longer than
    /// Asterisk's 1.5 s since people at work say a sentence: of lengths that do as well on synthetic
    /// English greetings (`GreetingTableTests`) the longest.
    public var greeting = Duration.milliseconds(4_500)
    /// Silence for that long after words is a person who waits; more than zero.
    public var afterGreeting = Duration.milliseconds(800)
    /// After that it is not sure; more than zero.
    public var total = Duration.milliseconds(6_000)
    /// What is shorter is no word, in whole 10 ms from 40 ms.
    public var word = Duration.milliseconds(100)
    /// What is shorter is no break between words, in whole 10 ms from 10 ms.
    public var betweenWords = Duration.milliseconds(50)
    /// That many words and more are a machine; nil: they are not counted, which is usual here, since
    /// persons at work say more than three.
    public var mostWords: Int?
    /// Whether ``initialSilence`` is a machine; it is not sure otherwise.
    public var silenceIsMachine = false
    /// What is softer is no voice, in dBm0, −60...−20.
    public var softestDecibels = -45.0

    public init() {}

    /// As Asterisk's AMD has them if nobody changes them: it counts what is louder than a mean amplitude
    /// of 256, and three words are a machine.
    public static let asterisk: GreetingSettings = {
        var settings = GreetingSettings()
        settings.greeting = .milliseconds(1_500)
        settings.total = .milliseconds(5_000)
        settings.mostWords = 3
        settings.silenceIsMachine = true
        // 256 as the mean of a sine's amplitudes.
        settings.softestDecibels = -35.1
        return settings
    }()
}
