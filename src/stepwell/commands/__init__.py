"""The commands, one module each; `cli.py` imports the one that is asked for.

Lives here: reading the arguments of one command, calling one service, printing. Lives elsewhere: what is printed
(documents/), what is worked out (reasoning/, programme/, differential/, verify/).
"""
