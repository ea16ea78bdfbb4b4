"""What a person can ask, the same on every platform; who may do it is decided here."""
