"""Slack as the tests need it: a small server of our own, with its faults."""
