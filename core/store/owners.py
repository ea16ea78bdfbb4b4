"""Whose a new file is: commands that root types make files which the bot, as another user, must be able to use."""

import os
from pathlib import Path


def hand_over(path: Path) -> None:
    """Give a file that root has just made to whoever owns its folder; anybody else's stays theirs."""
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)
