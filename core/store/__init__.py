"""What is remembered, and the only SQL of the project.

In reading order:

    tables.py       the tables
    migrations/     how the tables came to be what they are
    database.py     SQLite or PostgreSQL: connections and transactions
    owners.py       whose a file is that root makes
    errors.py       what drivers say, in plain words
    upgrade.py      bringing a database to the newest migration
    crypto.py       what is sealed, and with which keys
    keyfile.py      the keys beside a SQLite file
    rotation.py     sealing everything with a new key
    tenant.py       one agency's rows within one transaction
    people.py       agencies, workspaces, members, channels, preferences
    clients.py      clients, the names they go by, statements about them
    changes.py      the audit: every change, append-only
    checks.py       what was judged, without its words; findings and their states
    alerts.py       of which findings leads are told at once
    allowances.py   allow-list and mutes
    reminders.py    which reminders are planned
    weeks.py        the numbers of a week for the digest
    posts.py        the outbox
    claims.py       how far a post of the outbox has come on its way out
    backlog.py      how much waits, for whoever keeps the bot running
    copies.py       a copy of a SQLite file takes its place
    doubts.py       what a database that was put back cannot know
    linking.py      workspaces of several agencies become one agency's
    privacy.py      export and erasure over every table
    leaving.py      a person is erased, and what they said stays
"""
