-- Whether a database has the record of deploys as it is today.
SELECT EXISTS (
    SELECT FROM pg_constraint WHERE conrelid = to_regclass('deploy.deploys') AND conname = 'deploys_outcomes'
) AS on_record
