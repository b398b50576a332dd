"""Facts: each reads state with one command and writes nothing."""
