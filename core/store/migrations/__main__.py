"""Write the next migration from what the tables have become: `python -m core.store.migrations What it does`.

Read it, tidy it, and run tests/core/store/test_migrations.py.
"""

import sys

from alembic import command

from core.store.database import Database
from core.store.upgrade import MIGRATIONS, configuration

database = Database()
database.migrate()
number = len(list((MIGRATIONS / "versions").glob("*.py"))) + 1
with database.engine.begin() as connection:
    config = configuration(connection)
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    command.revision(config, " ".join(sys.argv[1:]), autogenerate=True, rev_id=f"{number:04}")
