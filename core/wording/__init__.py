"""Every sentence the bot says to the team, one subject a file."""
