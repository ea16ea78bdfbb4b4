"""What is true without a chat platform; synchronous and pure.

In reading order:

    model.py          the vocabulary of judging
    kinds.py          which of its kinds go together
    records.py        the vocabulary of what is remembered
    errors.py         errors that a person can mend
    letters.py        letters that no database keeps
    transcript/       pasted text -> conversation; is it client text at all?
    writers.py        who of a paste's people are clients
    fold.py           characters -> plain characters with a map back
    tokens.py         plain text -> words, sentences, clauses
    disguise.py       hidden words made readable
    lexicon/          words as data: languages, tools, headlines of formats
    phrases.py        phrase patterns, compiled and matched
    signals/          what is in a message, one detector family a file
    subwords.py       words -> known pieces
    rows.py           the rows of a network's files, read one by one
    network.py        pieces and clues -> how likely each meaning is; its numbers are in network/
    encoder.py        a larger network, asked where the small one is in doubt; it reads what was said before, too
    flags.py          red flags, told by the last numbers of both
    weigh.py          a message -> the chances that it is meant as its phrases can be meant
    meaning/          which signals stand, from both
    answers/          what stands below an ask: a yes, a no, a push
    scope.py          the seven scope items
    languages.py      which language the client writes
    reading/          all of this for a conversation: no words kept
    rules/            one file a rule, with its own proof; sources, facts
    scripts/          what to send to the client, one file a language
    policy.py         rules, sources, facts and scripts, loaded and checked (ledger.py, forms.py)
    twoyears.py       until when payment is bound to Upwork
    circumstances.py  what holds for a message besides its words
    cards.py          one ask, one card
    judge.py          a reading -> a verdict
    reply.py          the neutral document
    sentences.py      where a sentence ends, and which lean on it
    excerpts.py       the few masked words that a reply quotes
    struck.py         which of them a draft has to lose
    wording/          verdicts, facts, reminders and digests in words, one subject a file
    question.py       a text to be judged, and the answer
    machine.py        the stable machine form
    evaluate.py       measured on labelled lines
    catalogue.py      the rules as a page
    settings.py       settings of one installation

What is remembered:

    dates.py          days as people type them
    zones.py          the agency's days and weeks
    relationships.py  what was said about a client -> a relationship
    lists/            clients from a list or a table
    recognition.py    a growing chat is known again
    rejudge.py        what a stored reading means today
    sealing.py        a reading and its excerpts as bytes
    preferences.py    what an agency can set
    store/            tables and the only SQL
    commands/         what a person can ask, one subject a file; who may do it
    reminders.py      which reminders a window calls for
    alerts.py         what a lead hears of at once
    digest.py         a week's numbers as values (weekly.py fills them, chart.py draws them)
    calendar.py       windows as a calendar file
    planner.py        what falls due -> posts
    restoring.py      after a restore: nothing twice, nothing lost
    rendering.py      a post -> the reply it says when it is sent
"""

import os

# Read by numpy when it is first imported. The products here are small: threads cost more than they bring, and a bot has
# better uses for the other cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
