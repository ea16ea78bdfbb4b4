"""Discord as the tests need it: simcord's model of it, corrected where it differs, in the process or behind a port."""
