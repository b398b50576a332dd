"""The pure core: what a schema is, how two differ, and the SQL that takes one to the other. No I/O, no pyinfra."""
