"""What `stepwell audit verify` finds: every way in which somebody with the database could change what was written."""
