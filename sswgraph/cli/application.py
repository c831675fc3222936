"""The command ``sswgraph`` itself; the commands beside it add themselves."""

from __future__ import annotations

import click

from sswgraph import __version__
from sswgraph.cli.output import write


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="sswgraph", message="%(prog)s %(version)s")
@click.pass_context
def application(context: click.Context) -> None:
    """Competency frameworks of the social service workforce: what is lacking, and which training closes it.

    Begin with: sswgraph tour
    """
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n")
