"""`python -m handouts` is the same program as `handouts`."""

from handouts.cli import main

if __name__ == "__main__":  # a worker process imports this file under another name
    main()
