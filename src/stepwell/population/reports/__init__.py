"""What is made of results: summaries, comparisons, examples, and what is judged one by one.

Lives here: counting and hiding. Lives elsewhere: the results themselves (population/results.py, population/written.py), how
they look (documents/population_page.py).
"""
