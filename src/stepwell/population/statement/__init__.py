"""The pathway as one SQL statement.

Lives here: the compiler and everything that it puts together. Lives elsewhere: the tables that it reads
(population/layout.py), running it (population/engine.py, population/spark.py).
"""
