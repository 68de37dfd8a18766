"""The intake: opening a person, one page of questions after another, what a sign opens, what is kept while somebody types."""
