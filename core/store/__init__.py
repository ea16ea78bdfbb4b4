"""What is remembered, and the only SQL of the project.

In reading order:

    tables.py       the tables
    database.py     SQLite or PostgreSQL: connections, transactions, migrations, errors in plain words
    crypto.py       what is sealed, and with which keys
    tenant.py       one agency's rows within one transaction
    people.py       agencies, workspaces, members, channels, preferences
    clients.py      clients, the names they go by, statements about them
    changes.py      the audit: every change, append-only
    checks.py       what was judged, without its words; findings and their states
    allowances.py   allow-list and mutes
    reminders.py    which reminders are planned
    weeks.py        the numbers of a week for the digest
    posts.py        the outbox
    claims.py       how far a post of the outbox has come on its way out
    privacy.py      export, expiry and erasure over every table
"""
