"""The command line's front door: its commands, their help in the reader's language, and what a stop looks like.

Exit codes: 0 fine, 1 finished but something was rejected or failed a check, 2 could not do it. A stop is one sentence on
stderr; no traceback.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from scoring.cli import (
    activities,
    collecting,
    effecting,
    importing,
    rating,
    reporting,
    risk_forecast,
    risk_loss,
    risk_provision,
    scorecard_making,
    scorecard_observations,
    scorecard_use,
    scorecard_watching,
    training,
    upkeep,
    warnings,
    whatif,
)
from scoring.cli.options import language
from scoring.cli.output import complain, sentence_of
from scoring.errors import ScoringError
from scoring.text import say

FINE, SOME_REJECTED, COULD_NOT = 0, 1, 2

COMMANDS: dict[str, Callable[..., int]] = {
    "import": importing.import_,
    "imports": importing.imports,
    "undo": importing.undo,
    "rejected": importing.rejected,
    "aging": reporting.aging,
    "figures": reporting.figures,
    "customer": reporting.customer,
    "statement": reporting.statement,
    "export": reporting.export,
    "report": reporting.report,
    "loss": risk_loss.loss,
    "portfolio": risk_loss.portfolio,
    "stress": risk_loss.stress,
    "forecast": risk_forecast.forecast,
    "provision": risk_provision.provision,
    "assess": risk_provision.assess,
    "look-ahead": risk_provision.look_ahead,
    "observations": scorecard_observations.observations,
    "score": scorecard_use.score,
    "scorecard fit": scorecard_making.fit,
    "scorecard fit-table": scorecard_making.fit_table,
    "scorecard show": scorecard_making.show_card,
    "scorecard list": scorecard_use.versions,
    "scorecard approve": scorecard_use.approve,
    "scorecard restore": scorecard_use.restore,
    "scorecard export": scorecard_use.export,
    "rating set": rating.set_,
    "rating lift": rating.lift,
    "rating list": rating.log,
    "monitor": scorecard_watching.monitor,
    "scorecard document": scorecard_watching.document,
    "alerts": warnings.alerts,
    "alerts acknowledge": warnings.acknowledge,
    "alerts act": warnings.act,
    "alerts close": warnings.close,
    "alerts record": warnings.record,
    "alerts threshold": warnings.threshold,
    "alerts revert": warnings.revert,
    "strategy": collecting.strategy,
    "worklist": collecting.worklist,
    "activities import": activities.import_,
    "activities list": activities.list_,
    "letters": collecting.letters,
    "effect": effecting.effect,
    "training": training.training,
    "whatif run": whatif.run,
    "whatif compare": whatif.compare,
    "whatif best": whatif.best,
    "whatif save": whatif.save,
    "whatif list": whatif.list_,
    "whatif show": whatif.show_,
    "check": upkeep.check,
    "demo": upkeep.demo,
    "generate": upkeep.generate,
    "bench": upkeep.bench,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "rebuild": upkeep.rebuild,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` None = those of the process."""
    logging.basicConfig(handlers=[logging.NullHandler()])  # what a child process died of is not for the terminal
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(given)
    try:
        return int(commands(lang)(given or ["--help"], prog_name="python -m scoring", standalone_mode=False) or FINE)
    except ScoringError as stop:
        complain(sentence_of(stop, lang))
    except typer.TyperException as misuse:
        reason = getattr(misuse, "format_message", misuse.__str__)()
        complain(say("cli.misuse", lang, reason=reason.rstrip(".")))
    except (KeyboardInterrupt, typer.Abort):
        complain(say("cli.stopped", lang))
    except OSError as trouble:
        complain(
            say("cli.file_trouble", lang, path=str(trouble.filename or ""), reason=trouble.strerror or str(trouble))
        )
    except Exception as defect:  # the last door before the terminal: a defect of ours is told in a sentence, too
        complain(say("cli.defect", lang, kind=type(defect).__name__, reason=str(defect)))
    return COULD_NOT


def commands(lang: str) -> Any:
    """All commands as one, with their help in `lang`."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=say("cli.help.all", lang))
    app.callback()(lambda: None)
    families: dict[str, typer.Typer] = {}
    for name, function in COMMANDS.items():
        family, _, own = name.rpartition(" ")
        if any(other.startswith(f"{name} ") for other in COMMANDS):  # does something by itself and has others below it
            families[name] = typer.Typer(invoke_without_command=True)
            families[name].callback()(function)
            app.add_typer(families[name], name=name, help=say(f"cli.help.{name}", lang))
            continue
        if family and family not in families:
            families[family] = typer.Typer(no_args_is_help=True)
            app.add_typer(families[family], name=family, help=say(f"cli.help.{family}", lang))
        home = families[family] if family else app
        home.command(own, help=say(f"cli.help.{re.sub('[ -]', '_', name)}", lang))(function)
    return _in_words(typer.main.get_command(app), lang)


def _in_words(command: Any, lang: str) -> Any:
    """The same command, its parameters' help and that of the commands below it said in `lang`."""
    for parameter in command.params:
        parameter.help = say(parameter.help, lang)
    for below in getattr(command, "commands", {}).values():
        _in_words(below, lang)
    return command
