"""`python -m api`: the command line."""

from api import appointing_commands as appointing_commands
from api import check_commands as check_commands
from api import demo_commands as demo_commands
from api import docs_commands as docs_commands
from api import policy_commands as policy_commands
from api import resealing_commands as resealing_commands
from api.commands import app

if __name__ == "__main__":
    app(prog_name="python -m api")
