"""The schema browser: pages and diagrams made of the lock. Pure."""
