import DialMath

/// Levels in dBm0 and what they are as 16-bit samples.
///
/// A sine of 3.14 dBm0 just fills the range of A-law, and here that of 16 bits, so that a sample of
/// either law is a sample of ours.
///
/// > Source: ITU-T G.711, tables 1a and 2a (3.14 dBm0; 3.17 dBm0 for µ-law).
public enum Level {
    /// Of a sine that fills the range.
    public static let fullScaleDecibels = 3.14
    /// Of a tone whose plan does not say how loud it is, all its frequencies together.
    ///
    /// > Source: ITU-T E.180, recommended for ringing, busy and congestion tone: −10 ± 5 dBm0.
    public static let usualDecibels = -10.0
    /// What may be asked for, in dBm0.
    public static let allowedDecibels = -80.0...fullScaleDecibels

    /// The peak of a sine of this level, in 16-bit samples.
    public static func peak(ofSine decibels: Double) -> Double {
        32_768 * ratio(decibels - fullScaleDecibels)
    }

    /// The level of samples whose squares are `power` on average; nil for silence.
    public static func decibels(ofMeanSquare power: Double) -> Double? {
        let whole = 0.5 * 32_768 * 32_768
        return power > 0
            ? 10 / naturalLogarithm(10) * naturalLogarithm(power / whole) + fullScaleDecibels : nil
    }

    /// What the squares of samples of this level are on average.
    static func meanSquare(decibels: Double) -> Double {
        let peak = peak(ofSine: decibels)
        return 0.5 * peak * peak
    }

    /// So many decibels below ``usualDecibels`` that `count` equal tones together have it.
    public static func usualDecibels(each count: Int) -> Double {
        usualDecibels - 10 / naturalLogarithm(10) * naturalLogarithm(Double(count))
    }

    /// The amplitude ratio that `decibels` stand for.
    static func ratio(_ decibels: Double) -> Double {
        exponential(decibels * (naturalLogarithm(10) / 20))
    }

    /// The decibels that an amplitude ratio is.
    static func decibels(ofRatio ratio: Double) -> Double {
        20 / naturalLogarithm(10) * naturalLogarithm(ratio)
    }
}
