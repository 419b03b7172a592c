/// Rows of a store that can be listed, for other programs and for whoever has to account for the calls.
///
/// Instants are UTC in ISO 8601 with milliseconds, rounded down, so that a call that began before an
/// instant never seems to have begun at it. Spans are seconds. What is not known or has not happened
/// is empty in CSV and null in JSON Lines.
public enum Listing: String, CaseIterable, Sendable {
    /// A row an attempt, in the order of dialling:
    ///
    /// | column | what it holds |
    /// |---|---|
    /// | `attempt`, `lead` | their numbers in the store, from 1 |
    /// | `number` | the number dialled, in E.164 |
    /// | `ordinal` | which attempt to this lead, from 1 |
    /// | `mode` | `predictive`, `progressive`, `preview` or `automatic` |
    /// | `agent` | who talked |
    /// | `dialledFor` | who was kept free for the call, in the modes that keep someone |
    /// | `started`, `ringing`, `answered` | as the trunk told |
    /// | `person` | when someone was there to be handed to an agent |
    /// | `connected` | when an agent was on the line |
    /// | `ended` | empty while it is in progress |
    /// | `outcome` | as the agent said, or else as the call ended; empty while it is in progress |
    /// | `cause` | the network's own word for the end |
    /// | `wrapUp` | seconds |
    /// | `zone` | the lead's, as the list has it: IANA names, with `\|` where it may be any of them |
    /// | `segment` | the lead's |
    case attempts

    /// A row a lead, in the order of import: `lead`, `number`, `name`, `zone`, `segment`, `state`
    /// (`fresh`, `waiting`, `in wrap-up`, `promised` or `closed`), `attempts` (skips counted), `due` (only
    /// while waiting or promised a call), `outcome` (of the last attempt), where leads have them `worth` and
    /// `numbers` (all of a lead that has several, each with its kind, in the order in which they are tried),
    /// then the lead file's further columns. One of them that has the name of another column is called `list.`
    /// and its name.
    ///
    /// A lead that is in a call now stands as it stood before.
    case leads

    /// Each lead in short: `number`, `attempts`, `state`, `outcome`.
    case outcomes

    /// A row for each time that a lead's turn had come and it was not dialled: `lead`, `number`,
    /// `reason`, `at`, and `until`, before which it is not tried again; empty: for good.
    case refusals

    /// A row a promised call, in the order of the promises: `lead`, `number`, `madeIn` (the attempt),
    /// `made`, `at` (when the person wants to be called), `agent` (who wants to call; empty: anyone),
    /// `ended` (empty: still to come), `attempt` (that kept it; empty with `ended`: missed), `missed`
    /// (why: ``MissedCause/name``).
    case callbacks

    /// A row for each thing that was done to the campaign, in order: `operation`, `at`, `by` (a name, or
    /// `plan` for the campaign file; empty: nobody, as when a trunk fails; with ``Operation/asBefore`` behind
    /// it what a resumed campaign only does again), `what`.
    case operations
    /// A row a deal that is followed to its end, in the order in which they were made: `case`, `lead`,
    /// `number`, `attempt` (that made it), `outcome`, `opened`, `node` (2: by a confirmation, 3: by a
    /// further call), `state`, `revisit` (when the lead is to be called), `changed`, `by` and `note` of
    /// the latest change that was taken, `refused` (news that could not be), `undelivered` (messages that
    /// have still to go out) and `trouble` of the last try.
    case confirmations

    /// A row an attempt: what sellers and telemarketers in the United States have to keep of each call
    /// for five years. What the store does not know has a column all the same, always empty, to be
    /// filled in by those who know it.
    ///
    /// | item | columns |
    /// |---|---|
    /// | | `attempt`, `campaign`: which call it is in the other listings, and whose |
    /// | (i) | `telemarketer`: empty |
    /// | (ii) | `seller`: empty |
    /// | (iii) | `purpose`, the good, service or charity that the call is about: empty |
    /// | (iv) | `business`, whether it is to a business rather than a consumer: empty |
    /// | (v) | `outbound`: always `yes` |
    /// | (vi) | `prerecorded`: `yes` in automatic mode; empty where someone was abandoned, since whether a notice was played is not kept; else `no` |
    /// | (vii) | `callingNumber`: empty; `calledNumber`; `started`, date and time; `duration` in seconds, from then to the end |
    /// | (viii) | `script`: empty |
    /// | (ix) | `callerNumber` and `callerName` as the campaign had them shown, empty where the trunk's own were; `authorization` to show them: empty |
    /// | (x) | `disposition`: `connected` (an agent talked), `dropped` (a person was there and no agent came), `answered` (anything else that was answered) or `not answered`; `outcome`, in the campaign's own words; `transferredTo`: empty, calls leave the campaign's own agents for nobody |
    ///
    /// > Source: 16 CFR 310.5(a)(2)(i) to (x), as amended in 2024 (89 FR 26760), to be kept since
    /// > 2024-10-15; five years: 310.5(b).
    case callRecords = "call-records"
}

/// How a listing is written. Lines end in a line feed.
public enum ListingFormat: String, CaseIterable, Sendable {
    /// The first line names the columns (RFC 4180).
    case csv
    /// An object a line, with the same names as members.
    case jsonl
}
