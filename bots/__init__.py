"""The doors: each translates a platform into questions for the core and renders the answers."""
