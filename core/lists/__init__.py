"""Lists of clients, as people paste or export them: rows to record, and every line that is none with the reason."""

from core.lists.pasted import read_list
from core.lists.rows import ListError, Problem, Row
from core.lists.table import COLUMNS, as_csv, read_csv

__all__ = ["COLUMNS", "ListError", "Problem", "Row", "as_csv", "read_csv", "read_list"]
