"""Who does the work that was asked for: Celery's worker, the relay of the outbox, the clock, the kinds of job."""
