"""What can be asked on the command line, by subject.

Lives here: names, options and their help. Lives elsewhere: what a command does (commands/), exit codes (cli.py).
"""
