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

/// Runs `body`; what the user's files, the store or the disk have done wrong is told in their own
/// words, and the command exits with 1.
func tellingFaults<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let errors as ConfigErrors {
        for problem in errors.problems { complain(problem.description) }
        throw ExitCode(1)
    } catch let error as StoreError {
        complain(error.description)
        throw ExitCode(1)
    } catch let fault as ConnectorFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let error as CallTrace.Fault {
        complain(error.description)
        throw ExitCode(1)
    } catch let fault as ExperimentFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as ToneFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as ToneNameFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as RecordingFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as WAVFileFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as SoundFault {
        complain(
            "\(fault); `dialpace rig check` says what there is, and `dialpace tone write FILE.wav` "
                + "needs no device")
        throw ExitCode(1)
    } catch let fault as FitFault {
        complain(fault.description)
        throw ExitCode(1)
    } catch let fault as Output.Fault {
        // Whoever has stopped reading knows.
        if fault.number != EPIPE { complain(fault.description) }
        throw ExitCode(1)
    }
}
