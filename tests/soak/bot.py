"""Run the bot with the flaw of a control: `python -m tests.soak.bot PORT run`, where PORT is that of the fake Discord.

The bot as it is runs by tests.discord.process, which brings nothing of the tests into its memory.
"""

import sys

from bots.__main__ import main
from tests.crash.bot import FLAWS, Flaw
from tests.discord.process import point_at

if __name__ == "__main__":
    point_at(int(sys.argv.pop(1)))
    for module, name, value in FLAWS[Flaw.RESENDS_BLINDLY]:
        setattr(module, name, value)
    main()
