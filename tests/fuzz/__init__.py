"""Texts and files that nobody would write, made by machines: `python -m tests.fuzz [SECONDS]`, 300 unless told otherwise.

In reading order: engine.py and intake.py are what is fed, seeds.py what it begins with, guided.py, child.py and unguided.py
how.
"""
