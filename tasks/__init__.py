"""A deploy: the steps in the modules here, what reads and writes for them in the packages below."""
