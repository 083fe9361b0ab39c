/// The tables, as a list of numbered migrations: each the SQL of its day, each one transaction, counted in
/// `user_version`. A released migration is never edited.
///
/// **The idea.** Everything that holds for a while carries the versions it held from and until: `since_version_id`
/// is the version that brought it in, `until_version_id` the one that took it out, 0 while it stands. Ids of
/// versions ascend over the whole store in the order of ingestion, so that one number, the id of the last version
/// ingested by some moment, is an as-of bound for every document at once:
///
///     since_version_id <= bound AND (until_version_id = 0 OR until_version_id > bound)
///
/// **Passages** are stored once a document for each text under each heading (a section is its heading's passage), so
/// a version costs the passages it brings in and the ends it sets to placements. A **placement** says where a passage
/// stands: its ordinal orders it among those that stand at the same time, and it carries the text between it and the
/// next passage, so that a version's text is `leading`, then passage and gap in turn. A passage that is an edit of
/// another is kept as what differs; `passage_row` has it whole.
///
/// **The chain.** Each version carries SHA-256 over the chain hash before it, its own row and its changes.
///
/// Tried and dropped: 0 rather than NULL for "still" looks odd, but takes no room in a record and lets the live
/// placements of a document be one range of the primary key; an index on the time of ingestion, where a binary
/// search over ascending ids does (`clock_step` holds the few versions before which the clock went back).
enum Schema {
    /// 'plcy', in the database header.
    static let applicationID = 0x706C_6379

    /// What brings a database from one schema to the next.
    static let migrations: [String] = [first, second]

    /// The newest schema this policyd knows.
    static var newest: Int { migrations.count }

    private static let first = """
        CREATE TABLE meta (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Counts that status tells, kept so that it need not count. One row.
        CREATE TABLE tally (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            documents INTEGER NOT NULL,
            passages INTEGER NOT NULL
        ) STRICT;
        INSERT INTO tally (id, documents, passages) VALUES (1, 0, 0);

        -- The file's signature is as it was when the latest version was read.
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            latest_version_id INTEGER NOT NULL,
            is_deleted INTEGER NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            changed_ns INTEGER NOT NULL
        ) STRICT;

        -- How sources were read.
        CREATE TABLE reading (
            id INTEGER PRIMARY KEY,
            encoding TEXT NOT NULL,
            format TEXT NOT NULL,
            parser INTEGER NOT NULL,
            UNIQUE (encoding, format, parser)
        ) STRICT;

        -- Source bytes that the passages cannot give back.
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            sha256 BLOB NOT NULL UNIQUE,
            bytes BLOB NOT NULL
        ) STRICT;

        -- event: 0 created, 1 modified, 2 renamed, 3 deleted, 4 restored, 5 reparsed.
        -- language, here and below: 0 undetermined, 1 English, 2 French.
        -- compared_number: the version that the changes lead from; 0 where there is none.
        -- leading: what stands before the first passage; first_line: the line of that.
        CREATE TABLE version (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document,
            number INTEGER NOT NULL,
            event INTEGER NOT NULL,
            compared_number INTEGER NOT NULL,
            returns_to_number INTEGER,
            renamed_from TEXT,
            sha256 BLOB,
            size_bytes INTEGER,
            reading_id INTEGER REFERENCES reading,
            source_id INTEGER REFERENCES source,
            language INTEGER NOT NULL,
            passages INTEGER NOT NULL,
            modified_ms INTEGER,
            ingested_ms INTEGER NOT NULL,
            last_change_id INTEGER NOT NULL,
            chain BLOB NOT NULL,
            first_line INTEGER NOT NULL,
            leading TEXT
        ) STRICT;
        CREATE INDEX version_of_document ON version (document_id, number, size_bytes);

        -- Versions ingested when the clock showed less than for the version before.
        CREATE TABLE clock_step (
            version_id INTEGER PRIMARY KEY REFERENCES version
        ) STRICT;

        -- What a document is called. words: the title, or the file's name where it has none, for the index.
        CREATE TABLE naming (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document,
            since_version_id INTEGER NOT NULL,
            until_version_id INTEGER NOT NULL,
            language INTEGER NOT NULL,
            path TEXT NOT NULL,
            title TEXT,
            words TEXT NOT NULL
        ) STRICT;
        CREATE INDEX naming_of_path ON naming (path, until_version_id);
        CREATE INDEX naming_of_document ON naming (document_id, until_version_id);

        -- kind: 0 heading, 1 paragraph, 2 list item, 3 table row, 4 code.
        -- heading_id: the passage of the nearest heading above. tokens: words as the index counts them.
        -- sentences: pairs of bytes skipped and bytes taken; NULL where the whole text is one.
        CREATE TABLE passage (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document,
            heading_id INTEGER REFERENCES passage,
            kind INTEGER NOT NULL,
            level INTEGER NOT NULL,
            language INTEGER NOT NULL,
            tokens INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            sentences BLOB,
            text TEXT NOT NULL
        ) STRICT;
        -- tokens too, so that the lengths of all passages are read from the index alone.
        CREATE INDEX passage_of_document ON passage (document_id, digest, tokens);

        -- lines: from the passage's line to the next one's.
        CREATE TABLE placement (
            document_id INTEGER NOT NULL REFERENCES document,
            until_version_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            since_version_id INTEGER NOT NULL,
            passage_id INTEGER NOT NULL REFERENCES passage,
            lines INTEGER NOT NULL,
            gap TEXT NOT NULL,
            PRIMARY KEY (document_id, until_version_id, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX placement_of_passage ON placement (passage_id);

        -- before and after: the whole text of a passage, so many bytes of it from some byte on, or a text of their own.
        CREATE TABLE change (
            id INTEGER PRIMARY KEY,
            version_id INTEGER NOT NULL REFERENCES version,
            operation INTEGER NOT NULL,
            significance INTEGER NOT NULL,
            line INTEGER NOT NULL,
            kinds BLOB NOT NULL,
            heading_id INTEGER REFERENCES passage,
            section TEXT,
            before_passage_id INTEGER REFERENCES passage,
            before_from INTEGER,
            before_bytes INTEGER,
            before_text TEXT,
            after_passage_id INTEGER REFERENCES passage,
            after_from INTEGER,
            after_bytes INTEGER,
            after_text TEXT,
            edits BLOB,
            elsewhere TEXT,
            counterpart_id INTEGER REFERENCES change,
            summary TEXT NOT NULL,
            reasons TEXT NOT NULL
        ) STRICT;

        CREATE TABLE commitment (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES document,
            since_version_id INTEGER NOT NULL REFERENCES version
        ) STRICT;

        -- status: 0 active, 1 strengthened, 2 weakened, 3 amended, 4 dropped. due: days since 1970-01-01.
        -- line: where it cannot be told from the passage.
        CREATE TABLE commitment_state (
            document_id INTEGER NOT NULL REFERENCES document,
            until_version_id INTEGER NOT NULL,
            commitment_id INTEGER NOT NULL REFERENCES commitment,
            since_version_id INTEGER NOT NULL,
            status INTEGER NOT NULL,
            passage_id INTEGER REFERENCES passage,
            text_from INTEGER,
            text_bytes INTEGER,
            text TEXT,
            line INTEGER,
            section TEXT,
            language INTEGER NOT NULL,
            actor TEXT,
            cue TEXT,
            strength INTEGER NOT NULL,
            period TEXT,
            due INTEGER,
            amount TEXT,
            partners TEXT,
            condition TEXT,
            is_result INTEGER NOT NULL,
            PRIMARY KEY (document_id, until_version_id, commitment_id)
        ) STRICT, WITHOUT ROWID;

        -- A version with how it was read and what its document was called then.
        CREATE VIEW version_row AS
        SELECT
            version.id AS id, version.document_id AS document_id, version.number AS number, version.event,
            version.compared_number, version.returns_to_number, version.renamed_from, naming.path,
            naming.title, version.language, version.sha256, version.size_bytes, reading.encoding,
            reading.format, reading.parser, version.source_id, version.passages, version.modified_ms,
            version.ingested_ms, version.last_change_id, version.chain, version.first_line, version.leading
        FROM version
            LEFT JOIN naming ON naming.document_id = version.document_id
                AND naming.since_version_id <= version.id
                AND (naming.until_version_id = 0 OR naming.until_version_id > version.id)
            LEFT JOIN reading ON reading.id = version.reading_id;

        -- A change with its version and the passages it quotes.
        CREATE VIEW change_row AS
        SELECT
            change.id AS id, version.document_id AS document_id, version.id AS version_id, naming.path,
            version.compared_number, version.number, version.ingested_ms AS ingested_ms, change.operation,
            change.significance AS significance, change.line, change.kinds, change.heading_id, change.section,
            old.text, change.before_from, change.before_bytes, change.before_text,
            new.text, change.after_from, change.after_bytes, change.after_text,
            change.edits, change.elsewhere, change.counterpart_id, change.summary, change.reasons
        FROM change
            JOIN version ON version.id = change.version_id
            LEFT JOIN naming ON naming.document_id = version.document_id
                AND naming.since_version_id <= version.id
                AND (naming.until_version_id = 0 OR naming.until_version_id > version.id)
            LEFT JOIN passage AS old ON old.id = change.before_passage_id
            LEFT JOIN passage AS new ON new.id = change.after_passage_id;

        -- What the index reads: bytes 1 and 'e', 'f' or 'u' before a text tell the tokenizer its language.
        CREATE VIEW passage_field AS
        SELECT
            passage.id AS id,
            char(1, unicode(substr('uef', passage.language + 1, 1))) || passage.text AS body,
            char(1, unicode(substr('uef', passage.language + 1, 1))) || coalesce((
                WITH RECURSIVE above (heading_id, text, depth) AS (
                    SELECT heading.heading_id, heading.text, 1
                    FROM passage AS heading
                    WHERE heading.id = passage.heading_id
                    UNION ALL
                    SELECT heading.heading_id, heading.text, above.depth + 1
                    FROM above JOIN passage AS heading ON heading.id = above.heading_id
                )
                SELECT group_concat(text, char(10)) FROM (SELECT text FROM above ORDER BY depth DESC)
            ), '') AS heading
        FROM passage
        WHERE passage.kind <> 0;
        CREATE VIRTUAL TABLE passage_index USING fts5 (
            body, heading,
            content='passage_field', content_rowid='id', tokenize='policy', columnsize=0
        );
        INSERT INTO passage_index (passage_index, rank) VALUES ('hashsize', 67108864);
        CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab (passage_index, 'row');

        CREATE VIEW naming_field AS
        SELECT id, char(1, unicode(substr('uef', language + 1, 1))) || words AS words FROM naming;
        CREATE VIRTUAL TABLE naming_index USING fts5 (
            words, content='naming_field', content_rowid='id', tokenize='policy', columnsize=0
        );
        """

    private static let second = """
        -- A passage that is an edit of another of its document is kept as what differs: its text stands between so
        -- many bytes of the other's beginning and so many of its end. The other is whole, and so is every heading.
        ALTER TABLE passage ADD COLUMN base_id INTEGER REFERENCES passage;
        ALTER TABLE passage ADD COLUMN kept_before INTEGER;
        ALTER TABLE passage ADD COLUMN kept_after INTEGER;

        -- A passage with its whole text.
        CREATE VIEW passage_row AS
        SELECT
            passage.id AS id, passage.document_id AS document_id, passage.heading_id AS heading_id,
            passage.kind AS kind, passage.level AS level, passage.language AS language,
            passage.digest AS digest, passage.sentences AS sentences, passage.base_id AS base_id,
            CASE
                WHEN passage.base_id IS NULL THEN passage.text
                ELSE (
                    SELECT
                        CAST(substr(bytes, 1, passage.kept_before) AS TEXT) || passage.text
                        || CAST(substr(bytes, length(bytes) - passage.kept_after + 1) AS TEXT)
                    FROM (
                        SELECT CAST(base.text AS BLOB) AS bytes
                        FROM passage AS base WHERE base.id = passage.base_id
                    )
                )
            END AS text
        FROM passage;

        DROP VIEW change_row;
        CREATE VIEW change_row AS
        SELECT
            change.id AS id, version.document_id AS document_id, version.id AS version_id, naming.path,
            version.compared_number, version.number, version.ingested_ms AS ingested_ms, change.operation,
            change.significance AS significance, change.line, change.kinds, change.heading_id, change.section,
            old.text, change.before_from, change.before_bytes, change.before_text,
            new.text, change.after_from, change.after_bytes, change.after_text,
            change.edits, change.elsewhere, change.counterpart_id, change.summary, change.reasons
        FROM change
            JOIN version ON version.id = change.version_id
            LEFT JOIN naming ON naming.document_id = version.document_id
                AND naming.since_version_id <= version.id
                AND (naming.until_version_id = 0 OR naming.until_version_id > version.id)
            LEFT JOIN passage_row AS old ON old.id = change.before_passage_id
            LEFT JOIN passage_row AS new ON new.id = change.after_passage_id;

        DROP VIEW passage_field;
        CREATE VIEW passage_field AS
        SELECT
            passage.id AS id,
            char(1, unicode(substr('uef', passage.language + 1, 1))) || passage.text AS body,
            char(1, unicode(substr('uef', passage.language + 1, 1))) || coalesce((
                WITH RECURSIVE above (heading_id, text, depth) AS (
                    SELECT heading.heading_id, heading.text, 1
                    FROM passage AS heading
                    WHERE heading.id = passage.heading_id
                    UNION ALL
                    SELECT heading.heading_id, heading.text, above.depth + 1
                    FROM above JOIN passage AS heading ON heading.id = above.heading_id
                )
                SELECT group_concat(text, char(10)) FROM (SELECT text FROM above ORDER BY depth DESC)
            ), '') AS heading
        FROM passage_row AS passage
        WHERE passage.kind <> 0;
        """
}
