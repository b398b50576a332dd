"""What a backup is: its name, its manifest, what it must bring back, and the SQL that puts it into place. Pure."""
