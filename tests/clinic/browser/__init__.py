"""The clinic in a real browser: a server of its own with the people of the demo, and Debian's Chromium.

The house that is served: house.py. The pages to look at: shown.py. The pictures of the documentation: screenshots.py.
"""
