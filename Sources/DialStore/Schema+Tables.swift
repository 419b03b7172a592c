extension Schema {
    /// Version 1. Never edited once released: a change is a migration of its own.
    static let tables = """
        -- What the numbers in the other tables mean.
        CREATE TABLE outcomes (
            code INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            connected INTEGER NOT NULL      -- 1: a person answered
        ) STRICT;
        CREATE TABLE modes (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE lead_states (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE cause_schemes (code INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

        -- One row: the campaign this store belongs to.
        CREATE TABLE campaign (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL,
            seed TEXT NOT NULL,             -- 64 bits without a sign, in decimal
            mode TEXT NOT NULL,
            created INTEGER NOT NULL,
            abandonment_cap REAL,           -- of abandoned / (abandoned + connected in time)
            groups TEXT NOT NULL,           -- JSON: names, by number
            flow_nodes TEXT NOT NULL        -- JSON: names, by number
        ) STRICT;

        -- One row per process that ran the campaign.
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            started INTEGER NOT NULL,
            ended INTEGER,                  -- NULL while it runs
            version TEXT NOT NULL           -- of the program
        ) STRICT;

        -- One row: the first and the last instant of the journal.
        CREATE TABLE span (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            first INTEGER,
            last INTEGER
        ) STRICT;
        INSERT INTO span (id) VALUES (1);

        CREATE TABLE leads (
            id INTEGER PRIMARY KEY,         -- from 1, in the order of import
            number INTEGER NOT NULL UNIQUE, -- E.164 without the plus
            name TEXT,
            time_zone TEXT,
            fields TEXT,                    -- JSON object: further columns of the lead file
            attempts INTEGER NOT NULL DEFAULT 0,
            state INTEGER NOT NULL DEFAULT 0 REFERENCES lead_states,
            due INTEGER,                    -- only while waiting
            outcome INTEGER REFERENCES outcomes,        -- of the last attempt
            last_attempt INTEGER REFERENCES attempts
        ) STRICT;
        -- Only leads that wait for a retry: fresh ones are taken in the order of id.
        CREATE INDEX leads_due ON leads (due) WHERE state = 1;

        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY,         -- from 1, in the order of dialling
            lead INTEGER NOT NULL REFERENCES leads,
            number INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,       -- which attempt to this lead, from 1
            mode INTEGER NOT NULL REFERENCES modes,
            agent INTEGER,                  -- for whom it was dialled, in the modes that reserve one
            talked_agent INTEGER,
            started INTEGER NOT NULL,
            ringing INTEGER,
            answered INTEGER,
            person INTEGER,                 -- someone was there to be handed to an agent
            connected INTEGER,              -- an agent was on the line
            ended INTEGER,
            outcome INTEGER REFERENCES outcomes,        -- NULL while it is open
            cause_scheme INTEGER REFERENCES cause_schemes,
            cause INTEGER,
            wrap_up INTEGER                 -- nanoseconds
        ) STRICT;
        CREATE INDEX attempts_open ON attempts (lead) WHERE outcome IS NULL;

        -- How long each agent was in each state, summed.
        CREATE TABLE agent_times (
            agent INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,           -- only with 'not ready'
            nanoseconds INTEGER NOT NULL,
            PRIMARY KEY (agent, state, reason)
        ) STRICT, WITHOUT ROWID;

        -- Previewed and not dialled.
        CREATE TABLE skips (
            id INTEGER PRIMARY KEY,
            lead INTEGER NOT NULL REFERENCES leads,
            agent INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE flow_answers (
            id INTEGER PRIMARY KEY,
            attempt INTEGER NOT NULL REFERENCES attempts,
            node INTEGER NOT NULL,          -- place in campaign.flow_nodes, from 0
            key TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        -- Why calls were started: what the pacer saw, what it chose, what bound it.
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            idle INTEGER NOT NULL,
            previewing INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            talking INTEGER NOT NULL,
            wrap_up INTEGER NOT NULL,
            not_ready INTEGER NOT NULL,
            dialing INTEGER NOT NULL,
            ringing INTEGER NOT NULL,
            screening INTEGER NOT NULL,
            holding INTEGER NOT NULL,
            in_notice INTEGER NOT NULL,
            in_flow INTEGER NOT NULL,
            bridged INTEGER NOT NULL,
            ending INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            answered INTEGER NOT NULL,
            abandoned INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            leads INTEGER NOT NULL,
            start INTEGER NOT NULL,         -- chosen
            bound TEXT NOT NULL,
            again INTEGER,                  -- nanoseconds until the next look
            started INTEGER NOT NULL        -- calls started on it
        ) STRICT;

        CREATE TABLE operations (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        """

    /// Version 2: what each run went by, so that it can be run again.
    static let runFiles = """
        -- Campaign files as they were read; each once.
        CREATE TABLE campaign_texts (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL UNIQUE
        ) STRICT;
        ALTER TABLE runs ADD COLUMN campaign INTEGER REFERENCES campaign_texts;
        -- Campaign seconds per second, or 'max' for virtual time.
        ALTER TABLE runs ADD COLUMN speed TEXT;
        """

    /// Version 3: what agents say of the stage of their talks.
    static let closing = """
        -- When the agent said that the talk was in its closing stage.
        ALTER TABLE attempts ADD COLUMN closing INTEGER;
        -- How many of those in talk had said so.
        ALTER TABLE decisions ADD COLUMN closing INTEGER;
        """

    /// Version 3: several rules on abandoned people.
    static let abandonmentRules = """
        -- JSON: each with title, cap, falsePositives, and its windows: the first begins at
        -- `begins`, each lasts `period`, 0 for ever, in nanoseconds.
        ALTER TABLE campaign ADD COLUMN abandonment_rules TEXT;
        """

    /// Version 4: parts of the list whose people answer alike.
    static let segments = """
        CREATE TABLE segments (
            id INTEGER PRIMARY KEY,         -- from 1, in the order of import; 0: none
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        INSERT INTO segments (id, name) VALUES (0, '');
        ALTER TABLE leads ADD COLUMN segment INTEGER NOT NULL DEFAULT 0 REFERENCES segments;
        """

    /// Version 5: who may be called, and when.
    static let calling = """
        CREATE TABLE zones (
            id INTEGER PRIMARY KEY,         -- from 1, in the order of import; 0: not known
            names TEXT NOT NULL UNIQUE      -- IANA names, with | between where it may be any of them
        ) STRICT;
        INSERT INTO zones (id, names) VALUES (0, '');
        INSERT INTO zones (names)
            SELECT DISTINCT time_zone FROM leads WHERE time_zone <> '' ORDER BY time_zone;
        ALTER TABLE leads ADD COLUMN zone INTEGER NOT NULL DEFAULT 0 REFERENCES zones;
        UPDATE leads SET zone = (SELECT id FROM zones WHERE names = time_zone)
            WHERE time_zone <> '';

        -- Where the campaign file was; what it names is looked for beside it.
        ALTER TABLE runs ADD COLUMN path TEXT;

        -- Leads whose turn had come and that were not dialled.
        CREATE TABLE refusals (
            id INTEGER PRIMARY KEY,
            lead INTEGER NOT NULL REFERENCES leads,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            until INTEGER                   -- NULL: for good
        ) STRICT;

        -- Numbers that are not to be called any more, beside the campaign's own lists.
        CREATE TABLE do_not_call (
            number INTEGER PRIMARY KEY,     -- E.164 without the plus
            at INTEGER NOT NULL
        ) STRICT;
        """

    static let views = """
        CREATE VIEW calls AS
            SELECT a.id, a.lead, '+' || a.number AS number, a.ordinal, m.name AS mode,
                strftime('%Y-%m-%d %H:%M:%f', a.started / 1e9, 'unixepoch') AS started_utc,
                o.name AS outcome, trim(nullif(s.name, 'none') || ' ' || a.cause) AS cause,
                (a.ended - a.started) / 1e9 AS seconds,
                (a.connected - a.person) / 1e9 AS delay_seconds,
                (a.ended - a.connected) / 1e9 AS talk_seconds,
                a.wrap_up / 1e9 AS wrap_up_seconds, a.talked_agent AS agent
            FROM attempts a
            LEFT JOIN modes m ON m.code = a.mode
            LEFT JOIN outcomes o ON o.code = a.outcome
            LEFT JOIN cause_schemes s ON s.code = a.cause_scheme;
        CREATE VIEW lead_list AS
            SELECT l.id, '+' || l.number AS number, l.name, l.attempts, s.name AS state,
                strftime('%Y-%m-%d %H:%M:%f', l.due / 1e9, 'unixepoch') AS due_utc,
                o.name AS outcome, l.fields
            FROM leads l
            LEFT JOIN lead_states s ON s.code = l.state
            LEFT JOIN outcomes o ON o.code = l.outcome;
        """
}
