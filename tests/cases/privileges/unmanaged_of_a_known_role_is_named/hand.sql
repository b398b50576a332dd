GRANT DELETE ON things TO ":app";
GRANT SELECT (name) ON things TO ":reporting";
