"""Processes and threads that turn queued documents into findings."""
