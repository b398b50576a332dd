"""What makes a server safe: who may come in and how, what roles may do, what is logged. Pure but for ``authority``.

``access`` is pg_hba.conf, ``parameters`` the server's, ``limits`` the roles', ``privileges`` a database's, ``items``
the list of it all with pass or fail, which docs/hardening.md compares with the CIS benchmark.
"""
