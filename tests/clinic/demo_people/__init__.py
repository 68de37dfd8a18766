"""The made-up people of the demo: each shows what they were written for, whatever day it is."""
