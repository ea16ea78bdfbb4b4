"""Discord: its messages read, its API called, the neutral replies in its look."""
