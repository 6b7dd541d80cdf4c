"""The command line: thin commands around calls that a notebook can make too.

Exit status: 0 done; 1 one sentence on standard error says what went wrong; 2 the command was not understood; 3 done, but something was
skipped; 130 interrupted.
"""

from __future__ import annotations

import os
import sys

import click

from kg.errors import KgError

ORDER = [
    *("build", "query", "queries", "search", "explain", "view", "export", "network", "report", "check", "judge", "forget"),
    *("serve", "push"),
]


class Commands(click.Group):
    """Turns what Accord raises on purpose into one sentence and status 1; a reader that went away ends quietly."""

    def invoke(self, context: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(context)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            context.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(1)
        except KeyboardInterrupt:
            click.echo("kg: interrupted; what was finished is kept, and the same command goes on from there", err=True)
            context.exit(130)

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return sorted(self.commands, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


graph_option = click.option(
    "-g",
    "--graph",
    default="graph",
    show_default=True,
    envvar="KG_GRAPH",
    show_envvar=True,
    metavar="DIRECTORY",
    help="The graph directory.",
)
user_option = click.option(
    "--user",
    metavar="NAME",
    help="Who to be on the other server; the password comes from KG_PASSWORD or from netrc, as does the name else.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="accord-kg", prog_name="kg")
def main() -> None:
    """Who agreed to what, and when: diplomatic documents in, a knowledge graph out."""


from kg.cli import ask, keep, push, serve, show  # noqa: E402, F401  (each module adds its commands to `main`)
