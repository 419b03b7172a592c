import ArgumentParser
import DialConfig
import DialFitting
import DialPorts
import DialStore
import DialToneRig
import DialTones
import Foundation

/// Writes a line to standard error.
func complain(_ line: String) { Output.say(line + "\n") }

/// What is told in its own words, without more.
protocol ToldFault: Error, CustomStringConvertible {}

extension StoreError: ToldFault {}
extension ConnectorFault: ToldFault {}
extension FitFault: ToldFault {}
extension ToneFault: ToldFault {}
extension WAVFileFault: ToldFault {}
extension CallTrace.Fault: ToldFault {}
extension ExperimentFault: ToldFault {}
extension RecordingFault: ToldFault {}
extension RigFault: ToldFault {}
extension ToneNameFault: ToldFault {}

/// Runs `body`; what the user's files, the store or the disk have done wrong is told in their own
/// words, and the command exits with 1.
func tellingFaults<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let errors as ConfigErrors {
        for problem in errors.problems { complain(problem.description) }
        throw ExitCode(1)
    } catch let fault as SoundFault {
        complain(
            "\(fault); `dialpace rig check` says what there is, and `dialpace tone write TONE "
                + "-o FILE.wav` needs no device")
        throw ExitCode(1)
    } catch let fault as any ToldFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as Output.Fault {
        // Whoever has stopped reading knows.
        if fault.number != EPIPE { complain(fault.description) }
        throw ExitCode(1)
    }
}
