"""The snapshot query as psql runs it: names looked up in ``pg_catalog``, printed as the application says them. Pure.

A cursor is what makes that two things. DECLARE looks up every function and operator of the query, on the pinned
search_path; what a FETCH prints (``format_type``, ``pg_get_viewdef``) leaves out the schemas of the search_path of that
moment. So nobody's function in ``public`` can take the place of one of the query's.
"""

from pathlib import Path

from ai_engine_db.transport.session_settings import SEARCH_PATH

_HERE = Path(__file__).parent
QUERY = (_HERE / "snapshot.sql").read_text()
PATH = (_HERE / "search_path.sql").read_text()

# Within a transaction.
SNAPSHOT = f"""SET LOCAL cursor_tuple_fraction = 1;
DECLARE snapshot NO SCROLL CURSOR FOR {QUERY};
{PATH}\\gset
FETCH ALL FROM snapshot;
CLOSE snapshot;
SET search_path = {SEARCH_PATH};"""
