"""The commands of developers and DBAs: ``python -m ai_engine_db.cli.X``. They change no database but scratch ones."""
