"""What one run of pyinfra knows of its hosts: their state, plans, what was done so far, and what is shown of it."""
