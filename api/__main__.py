"""`python -m api`: the command line."""

from api.cli import appointing as appointing
from api.cli import checking as checking
from api.cli import demo as demo
from api.cli import docs as docs
from api.cli import policy as policy
from api.cli import resealing as resealing
from api.cli.commands import app

if __name__ == "__main__":
    app(prog_name="python -m api")
