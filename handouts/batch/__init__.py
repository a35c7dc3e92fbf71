"""Many files in one run: workers, a journal, a lock and whole writes, so that nothing is lost and nothing is half."""
