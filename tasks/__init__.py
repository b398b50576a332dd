"""What pyinfra runs: the steps of a deploy, and the tasks that run alone. They compose what ``ai_engine_db`` has."""
