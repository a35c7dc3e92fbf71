"""`handouts desk`: a local page that composes, shows and prints leaflets, and the same as a service.

The server keeps nothing of a person: a name comes in the body of a request, is printed in a child process, and goes
back in the answer. Nothing of it is stored, logged or named.
"""
