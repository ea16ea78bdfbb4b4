"""The crash gate: workers are killed in mid-send, and nothing may be lost or sent twice.

destination.py is a platform that accepts first and answers late, worker.py the processes that are killed, gate.py what
is done to them. slack.py does the same to the whole bot in Slack: team.py are its people, telling.py how Slack tells
it. discord.py does it to the whole bot in Discord, server.py are its people there. bot.py is the process of both.
replicas.py does it to two replicas that are in Slack and in Discord at once, and pauses one now and then.
`make crash` runs it in full, `make test` with few kills.
"""
