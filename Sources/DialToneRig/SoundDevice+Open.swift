import CALSA
import Foundation

extension SoundDevice {
    /// Opens the device and sets it up. It is never waited for, not even while another has it.
    func open(_ direction: SoundDirection, _ format: SoundFormat) throws(SoundFault) -> SoundStream
    {
        Self.quiet
        CALSAForget()
        let way = direction == .playback ? SND_PCM_STREAM_PLAYBACK : SND_PCM_STREAM_CAPTURE
        var handle: OpaquePointer?
        let code: Int32
        if let configuration {
            var tree: OpaquePointer?
            let read = snd_config_load_string(&tree, configuration, 0)
            if read < 0 {
                throw SoundFault(
                    device: name, direction: direction, cause: .configuration(Self.words(read)))
            }
            defer { snd_config_delete(tree) }
            code = snd_pcm_open_lconf(&handle, name, way, SND_PCM_NONBLOCK, tree)
        } else {
            code = snd_pcm_open(&handle, name, way, SND_PCM_NONBLOCK)
        }
        guard code >= 0, let handle else {
            throw SoundFault(device: name, direction: direction, cause: cause(of: code))
        }
        return try SoundStream(handle, device: name, direction: direction, format: format)
    }

    /// ALSA says what is wrong on standard error, in many lines, unless it is told not to.
    static let quiet: Void = CALSAKeepComplaints()

    func cause(of code: Int32) -> SoundFault.Cause {
        let complaint = String(cString: CALSAComplaint())
        switch -code {
        case EBUSY, EAGAIN: return .busy
        case EACCES, EPERM: return .forbidden
        case ENOENT, ENODEV, ENXIO:
            if complaint.contains("Unknown PCM") { return .unknown }
            // The system's files are looked up when there is no other configuration.
            if complaint.lowercased().contains("cannot access file") { return .noConfiguration }
            if configuration != nil { return .system(code: Int(code), Self.words(code)) }
            return Self.hasCard ? .unknown : .noCard
        case EINVAL where complaint.contains("only") || complaint.contains("slave is not defined"):
            return .oneWay
        default: return .system(code: Int(code), Self.words(code))
        }
    }

    private static func words(_ code: Int32) -> String {
        let complaint = String(cString: CALSAComplaint())
        return complaint.isEmpty ? alsaWords(code) : complaint
    }

    private static var hasCard: Bool {
        var card: Int32 = -1
        return snd_card_next(&card) >= 0 && card >= 0
    }
}
