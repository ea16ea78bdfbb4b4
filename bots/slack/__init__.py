"""Slack: its payloads read, its API called, the neutral replies in its look."""
