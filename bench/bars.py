"""The bars, pinned here and nowhere else, and how often each thing is done."""

# A deploy with nothing to do, and a dry run: times an empty pyinfra deploy.
IDLE = 2.0
DRY = 2.0
# `docker exec` of a deploy with nothing to do.
EXECS = 2
# Creating the schema in empty databases: times one `psql -1` of the same statements for each.
SCHEMA = 2.0
# Both databases from an empty server: times one `psql -1` of the same statements for each.
WHOLE = 2.0
# The same, to one operation a statement.
ONE_BY_ONE = 0.25
# Bringing legacy rows over, from the first check to the proof: times `psql COPY TO STDOUT | psql COPY FROM STDIN`,
# which checks and proves nothing, so that it has 0.8 of its throughput.
LEGACY_PIPES = 1.25
# The same: times `pg_dump --inserts | psql`.
LEGACY_INSERTS = 0.1
# Megabytes, of all processes together.
LEGACY_MEMORY = 200

# The longest wait of readers and writers while the filled baseline is upgraded, in seconds; and how many of them fail.
WAIT = 1.5
FAILED = 0

REPETITIONS_IDLE = 7
REPETITIONS_SCHEMA = 5
REPETITIONS_WHOLE = 3
# Rows of each table of the baseline.
ROWS = 30_000
# Statements that are applied one by one; the time of all is reckoned from theirs.
SAMPLE = 60
REPETITIONS_LEGACY = 3
# Orders of the generated legacy database; INSERTs are measured on one that is so many times smaller.
LEGACY_ORDERS = 200_000
LEGACY_SAMPLE = 50
