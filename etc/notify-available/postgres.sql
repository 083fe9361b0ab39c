-- The changes that many machines' policyd tell, for PostgreSQL 12 and later. Made by the program "postgres"; to make
-- it by hand: psql --single-transaction --file=postgres.sql
--
--   SELECT machine, path, summary FROM policyd.change
--   WHERE words @@ websearch_to_tsquery('english', 'annual review') ORDER BY time DESC;

CREATE SCHEMA IF NOT EXISTS policyd;

CREATE TABLE IF NOT EXISTS policyd.change (
    source text NOT NULL,
    id bigint NOT NULL,
    machine text NOT NULL,
    path text NOT NULL,
    from_version integer NOT NULL,
    to_version integer NOT NULL,
    time timestamptz NOT NULL,
    operation text NOT NULL,
    kinds text[] NOT NULL,
    significance text NOT NULL,
    summary text NOT NULL,
    reasons text[] NOT NULL,
    section text[] NOT NULL,
    line integer NOT NULL,
    before text,
    after text,
    edits jsonb NOT NULL,
    elsewhere text,
    counterpart bigint,
    received timestamptz NOT NULL DEFAULT now(),
    -- Documents are English or French: a word is found by either language's stem.
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', summary), 'A') || setweight(to_tsvector('french', summary), 'A')
        || setweight(to_tsvector('simple', path), 'B')
        || to_tsvector('english', coalesce(before, '') || ' ' || coalesce(after, ''))
        || to_tsvector('french', coalesce(before, '') || ' ' || coalesce(after, ''))
    ) STORED,
    PRIMARY KEY (source, id)
);

CREATE INDEX IF NOT EXISTS change_words ON policyd.change USING gin (words);
CREATE INDEX IF NOT EXISTS change_time ON policyd.change (time);
CREATE INDEX IF NOT EXISTS change_path ON policyd.change (path);

CREATE TABLE IF NOT EXISTS policyd.digest (
    source text NOT NULL,
    date date NOT NULL,
    machine text NOT NULL,
    markdown text NOT NULL,
    html text NOT NULL,
    received timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, date)
);

-- Takes a batch as policyctl notify gives it; what is there already stays as it is.
CREATE OR REPLACE FUNCTION policyd.take(batch jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO policyd.change (
        source, id, machine, path, from_version, to_version, time, operation, kinds, significance, summary,
        reasons, section, line, before, after, edits, elsewhere, counterpart)
    SELECT
        batch->>'source', (c->>'id')::bigint, batch->>'machine', c->>'path', (c->>'from_version')::integer,
        (c->>'to_version')::integer, (c->>'time')::timestamptz, c->>'operation',
        ARRAY(SELECT jsonb_array_elements_text(c->'kinds')), c->>'significance', c->>'summary',
        ARRAY(SELECT jsonb_array_elements_text(c->'reasons')),
        ARRAY(SELECT jsonb_array_elements_text(c->'section')), (c->>'line')::integer, c->>'before',
        c->>'after', c->'edits', c->>'elsewhere', (c->>'counterpart')::bigint
    FROM jsonb_array_elements(CASE batch->>'kind' WHEN 'changes' THEN batch->'changes' ELSE '[]' END) AS c
    ON CONFLICT (source, id) DO NOTHING;

    INSERT INTO policyd.digest (source, date, machine, markdown, html)
    SELECT batch->>'source', (batch->>'date')::date, batch->>'machine', batch->>'markdown', batch->>'html'
    WHERE batch->>'kind' = 'digest'
    ON CONFLICT (source, date) DO NOTHING;
$$;
