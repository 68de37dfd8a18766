"""Running a clinic: serving, work in the background, backup and restore, the demo.

ready.py       setting Django up, migrations, static files
supervisor.py  one command that keeps the web workers and the task worker running
web.py         the web workers;  work.py  the task worker;  child.py  what both begin with
clock.py       when a task is due;  tasks.py  what is done;  heartbeat.py  when it last was
snapshot.py    what a backup holds;  envelope.py  how it is sealed;  restore.py  putting it back
tombstones.py  who was erased, kept outside of backups
bulk.py        many earlier entries at once
demo.py        a clinic of made-up people;  links.py, views.py  signing in to it by one click
"""
