"""The synthetic clinic: made-up people who live day by day and are advised by the compiled knowledge.

Lives here: people with a hidden source, severity and response; their days, their answers and their visits; what they do with
advice; writing them down. Lives elsewhere: what is advised and when (knowledge/, run by population/), the command
(commands/simulate.py). It holds no threshold of the pathway. Its own numbers stand in parameters/, each with its evidence.

Nobody in it is real, and everything that it writes says so.
"""
