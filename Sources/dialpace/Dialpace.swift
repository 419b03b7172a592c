import ArgumentParser

/// The command line: the only place that chooses adapters.
@main struct Dialpace: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "dialpace",
        abstract: "Runs outbound dialing campaigns and paces their calls.",
        discussion: """
            EXAMPLES
              dialpace run config/campaigns/demo.yaml
                  The demo campaign in virtual time, to its final report.
              dialpace run spring.yaml --leads spring.csv --store spring.sqlite --speed 1
                  A campaign in real time; run it again to resume it.
              dialpace import spring.yaml --store spring.sqlite
                  The list into the store, without dialing.
              dialpace check spring.yaml spring.csv
                  Says what is wrong with the files, line by line.
              dialpace report spring.sqlite --format json
                  The report of a campaign, running or done.
              dialpace why spring.sqlite +12125550147
                  Why a lead is not dialled now, and when it may be.
              dialpace change spring.sqlite lines 40 --by ann
                  Changes the campaign while it runs.
              dialpace number +1 212 555 0100
                  What kind of number it is, and in which time zones it may be.
              dialpace export spring.sqlite --what attempts --output attempts.csv
                  Every call, or every lead, row by row.
              dialpace confirm spring.sqlite --case 12 --state sold --by "Ann Lee"
                  What has become of a deal; --send exchanges news with the business system.
              dialpace simulate config/scenarios/team-20.yaml
                  How a policy does in a scenario, with intervals.
              dialpace compare team-20.yaml --policies predictive,progressive --svg out.svg
                  Which of several policies does best in it.
              dialpace tune config/scenarios/team-20.yaml --cap 3% --confidence 99%
                  How bold a policy may be with abandonment under the cap.
              dialpace fit spring.sqlite -o spring-day.yaml --svg fit.svg
                  A scenario whose callers and agents are those of a recorded day.
              dialpace replay spring.sqlite --policy progressive
                  Whether the day repeats itself, and what it would have been with another policy.
              dialpace rules us-tsr
                  What a set of legal rules asks of a campaign, and who says so.
              dialpace presets target
                  What a campaign for one kind of audience may take over.
              dialpace tone write busy --country hu -o busy.wav
                  What a telephone network sounds like; DTMF, fax and other tones too.
              dialpace rig check
                  Which sound devices there are, and what works.
            """,
        version: version,
        subcommands: [
            RunCommand.self, ImportCommand.self, CheckCommand.self, ReportCommand.self,
            WhyCommand.self, ChangeCommand.self, ConfirmCommand.self, ExportCommand.self,
            NumberCommand.self,
            SimulateCommand.self,
            MergeCommand.self, CompareCommand.self, TuneCommand.self, FitCommand.self,
            ReplayCommand.self, RulesCommand.self, PresetsCommand.self, ToneCommand.self,
            RigCommand.self,
        ])

    static func main() async {
        Output.prepare()
        await main(nil)
    }
}
