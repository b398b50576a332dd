"""A table with columns of every kind, and odd values for them."""

# In the first schema of the search_path; it has one dropped column.
TABLE = """
CREATE TYPE mood AS ENUM ('sad', 'très bien');
CREATE TYPE pair_of AS (a integer, b text);
CREATE TABLE "Odd ""kinds" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gone integer,
    "t" text, texts varchar(40)[], plain json, binary_ jsonb, bytes bytea,
    exact numeric, twice numeric GENERATED ALWAYS AS (exact * 2) STORED, inexact double precision, small real,
    stamp timestamp, stamptz timestamptz, day date, hour time, span interval,
    id2 uuid, ip inet, net cidr, mac macaddr, bits bit(5), numbers int4range, times tstzmultirange,
    words tsvector, doc xml, cash money, mood mood, moods mood[], both_ pair_of,
    place geography(Point, 4326), shape geometry, shapes geometry[]
);
ALTER TABLE "Odd ""kinds" DROP COLUMN gone;
"""

_ROWS = r"""
INSERT INTO "Odd ""kinds" (
    "t", texts, plain, binary_, bytes, exact, inexact, small, stamp, stamptz, day, hour, span, id2, ip, net, mac, bits,
    numbers, times, words, doc, cash, mood, moods, both_, place, shape, shapes
)
SELECT
    CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE
        U&'\0001 東京 😀 \005C | "quoted" ''n'' ' || E'tab\t line\n \\. \\N ' || i END,
    CASE i % 3 WHEN 0 THEN ARRAY[NULL, 'a,b', '{"x"}', i::text] WHEN 1 THEN '{}' END,
    '{"a":  [1, null], "é": "\u00e9"}', jsonb_build_object('i', i, 'n', NULL, 'x', ARRAY[i / 7.0]),
    decode(md5(i::text), 'hex'),
    CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 1e400 ELSE i / 3.0 END,
    CASE i % 5 WHEN 0 THEN '-Infinity' WHEN 1 THEN 5e-324 ELSE i / 3.0 END, i / 3.0,
    CASE i % 4 WHEN 0 THEN 'infinity' WHEN 1 THEN '4713-01-01 BC' ELSE '2024-02-29 23:59:59.999999' END::timestamp,
    CASE i % 4 WHEN 0 THEN '-infinity' ELSE '2024-03-31 01:30:00+02' END::timestamptz, '2000-02-29', '24:00',
    '1 year -2 months 3 days 04:05:06.7', md5(i::text)::uuid, '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', B'10101',
    int4range(i, NULL), tstzmultirange(tstzrange('2024-01-01', NULL)), to_tsvector('simple', 'café ' || i),
    '<a b="c">é</a>', 12.34, 'très bien', ARRAY['sad', 'très bien']::mood[], ROW(i, 'é')::pair_of,
    ST_MakePoint(i % 180, i % 90)::geography, ST_MakeEnvelope(0, 0, i, i, 4326), ARRAY[ST_MakePoint(i, 1)]
FROM generate_series(1, COUNT) AS i;
"""


def rows(count: int) -> str:
    """The SQL that fills the table: no two rows are equal."""
    return _ROWS.replace("COUNT", str(count))
