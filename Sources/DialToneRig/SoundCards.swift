import CALSA
import Foundation

/// A sound card of this computer, real or made of software.
public struct SoundCard: Sendable, Hashable {
    /// As in `hw:0`.
    public let number: Int
    /// As in `hw:Loopback`.
    public let id: String
    /// As people call it.
    public let name: String

    /// Those that the system's driver has; none where it is not there.
    ///
    /// > Source: the system lists its cards in /proc/asound, alsa-lib by `snd_card_next`.
    public static func all() -> [SoundCard] {
        SoundDevice.quiet
        var cards: [SoundCard] = []
        var card: Int32 = -1
        while snd_card_next(&card) >= 0, card >= 0 {
            let id = try? String(contentsOfFile: "/proc/asound/card\(card)/id", encoding: .utf8)
            cards.append(
                SoundCard(
                    number: Int(card),
                    id: id?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "\(card)",
                    name: name(of: card)))
        }
        return cards
    }

    private static func name(of card: Int32) -> String {
        var text: UnsafeMutablePointer<CChar>?
        guard snd_card_get_name(card, &text) >= 0, let text else { return "" }
        defer { free(text) }
        return String(cString: text)
    }
}

/// A device that the system's configuration recommends by name.
public struct NamedSoundDevice: Sendable, Hashable {
    public let device: SoundDevice
    /// In a line.
    public let summary: String
    public let directions: Set<SoundDirection>

    /// Those that there are, in the configuration's order.
    ///
    /// Being listed does not mean that it works: see ``SoundTrial``.
    public static func all() -> [NamedSoundDevice] {
        SoundDevice.quiet
        var list: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        guard snd_device_name_hint(-1, "pcm", &list) >= 0, let list else { return [] }
        defer { snd_device_name_free_hint(list) }
        var devices: [NamedSoundDevice] = []
        var place = list
        while let hint = place.pointee {
            if let name = text(of: "NAME", in: hint) {
                let way = text(of: "IOID", in: hint)
                devices.append(
                    NamedSoundDevice(
                        device: SoundDevice(name),
                        summary: (text(of: "DESC", in: hint) ?? "")
                            .replacing("\n", with: ", "),
                        directions: way == "Input"
                            ? [.capture] : way == "Output" ? [.playback] : [.playback, .capture]))
            }
            place += 1
        }
        return devices
    }

    private static func text(of key: String, in hint: UnsafeRawPointer) -> String? {
        guard let text = snd_device_name_get_hint(hint, key) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
