"""The rows of a legacy database brought into a provisioned one, and proved equal: a process of its own, over TCP."""
