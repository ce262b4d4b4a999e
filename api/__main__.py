"""`python -m api`: the command line."""

from api.cli.commands import app

if __name__ == "__main__":
    app(prog_name="python -m api")
