"""Language server for a workspace that is being edited.

Only `server` and the modules that it lists as speaking the protocol import pygls and
lsprotocol; the rest is plain values and functions over texts and offsets.
"""
