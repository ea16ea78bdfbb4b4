"""Alembic's entry: migrations run on the connection that Database hands over."""

from alembic import context
from sqlmodel import SQLModel

import core.store.tables  # noqa: F401  # The tables declare themselves in SQLModel.metadata.

OTHERS = "procrastinate_"  # Tables of the queue that stands beside ours on PostgreSQL.


def _is_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(OTHERS))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite alters a table by writing it anew.
    compare_type=True,
    compare_server_default=True,
    include_object=_is_ours,
    user_module_prefix="sqltypes.",
)
with context.begin_transaction():
    context.run_migrations()
