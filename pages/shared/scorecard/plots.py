"""Charts of a scorecard, on the house's template."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared.charts import ACCENT, ON_ACCOUNT, blank
from pages.shared.session import Session
from scoring.desk.scorecard.cutoffs import CutoffReport
from scoring.desk.scorecard.wording import bin_label
from scoring.scorecard.card import Bin, Binning
from scoring.scorecard.validation.banding import Compared
from scoring.scorecard.validation.monitor import Month
from scoring.scorecard.validation.result import OfPeriod, Validation
from scoring.text import numbers

GOOD, BAD = "#009E73", "#D55E00"
STABLE, SHIFTED = 0.10, 0.25


def woe(session: Session, binning: Binning) -> go.Figure:
    """WOE of every bin as columns, good above and bad below zero, with bad rate and rows on each."""
    figure = blank("WOE")
    held = [part for part in binning.bins if part.goods + part.bads]
    figure.add_bar(
        x=[bin_label(binning.name, part, session.lang) for part in held],
        y=[part.woe for part in held],
        marker_color=[GOOD if part.woe >= 0 else BAD for part in held],
        text=[_rate(session, part) for part in held],
        hovertext=[
            session.say("scorecard.hover_bin", rows=part.goods + part.bads, bads=part.bads, woe=round(part.woe, 3))
            for part in held
        ],
        hoverinfo="text",
        textangle=0,
    )
    figure.update_layout(showlegend=False)
    figure.update_xaxes(type="category")
    return figure


def _rate(session: Session, part: Bin) -> str:
    rows = part.goods + part.bads
    rate = numbers.percent(part.bads / rows, session.lang)
    return session.say("scorecard.bar_bin", rate=rate, rows=numbers.whole(rows, session.lang))


def roc(session: Session, found: Validation) -> go.Figure:
    """Share of bads found against share of goods refused, and the diagonal of a coin."""
    figure = blank(session.say("scorecard.axis.bads"))
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line={"color": ON_ACCOUNT, "dash": "dot"}, hoverinfo="skip")
    goods, bads = [0.0, *(g for _, g, _ in found.curve)], [0.0, *(b for _, _, b in found.curve)]
    hovers = ["", *(session.say("scorecard.hover_roc", score=int(s), goods=numbers.percent(g, session.lang),
                                bads=numbers.percent(b, session.lang)) for s, g, b in found.curve)]  # fmt: skip
    figure.add_scatter(x=goods, y=bads, mode="lines", line_color=ACCENT, hovertext=hovers, hoverinfo="text")
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=session.say("scorecard.axis.goods"), tickformat=".0%", range=[0, 1])
    figure.update_yaxes(tickformat=".0%", range=[0, 1.01])
    return figure


def ks(session: Session, found: Validation) -> go.Figure:
    """Cumulative shares of goods and bads by score: where they are furthest apart is the KS."""
    figure = blank(session.say("scorecard.axis.cumulative"))
    scores = [s for s, _, _ in found.curve]
    for name, colour, values in (
        ("good", GOOD, [g for _, g, _ in found.curve]),
        ("bad", BAD, [b for _, _, b in found.curve]),
    ):
        figure.add_scatter(x=scores, y=values, mode="lines", name=session.say(f"scorecard.{name}"), line_color=colour)
    figure.update_xaxes(title=session.say("scorecard.axis.score"))
    figure.update_yaxes(tickformat=".0%", range=[0, 1.01])
    return figure


def calibration(session: Session, rows: Sequence[Compared]) -> go.Figure:
    """Observed bad rate with its interval against the PD that was expected, band by band."""
    figure = blank(session.say("scorecard.axis.observed"))
    held = [(row, row.expected, row.observed) for row in rows if row.expected is not None and row.observed is not None]
    top = max((max(e, o.high or o.value) for _, e, o in held), default=1.0) * 1.05
    figure.add_scatter(
        x=[0, top], y=[0, top], mode="lines", line={"color": ON_ACCOUNT, "dash": "dot"}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=[expected for _, expected, _ in held],
        y=[observed.value for _, _, observed in held],
        error_y={
            "array": [(o.high or o.value) - o.value for _, _, o in held],
            "arrayminus": [o.value - (o.value if o.low is None else o.low) for _, _, o in held],
        },
        mode="markers", marker={"color": ACCENT, "size": 9}, hoverinfo="text",
        hovertext=[
            session.say("scorecard.hover_calibration", rows=row.rows, expected=numbers.percent(e, session.lang),
                        observed=numbers.percent(o.value, session.lang)) for row, e, o in held
        ],
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=session.say("scorecard.axis.expected"), tickformat=".0%", range=[0, top])
    figure.update_yaxes(tickformat=".0%", range=[0, top])
    return figure


def distribution(session: Session, found: Validation) -> go.Figure:
    """How the scores of goods and of bads are spread, each adding up to 100%."""
    figure = blank(session.say("scorecard.axis.share"))
    goods, bads = (max(1, sum(row[place] for row in found.distribution)) for place in (1, 2))
    scores = [row[0] for row in found.distribution]
    shares = (("good", GOOD, [row[1] / goods for row in found.distribution]),
              ("bad", BAD, [row[2] / bads for row in found.distribution]))  # fmt: skip
    for name, colour, values in shares:
        figure.add_histogram(
            x=scores, y=values, histfunc="sum", nbinsx=30, name=session.say(f"scorecard.{name}"), marker_color=colour,
            opacity=0.6,
        )  # fmt: skip
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(title=session.say("scorecard.axis.score"))
    figure.update_yaxes(tickformat=".0%")
    return figure


def strategy(session: Session, report: CutoffReport, cutoff: int) -> go.Figure:
    """Net money of every cut-off; the interval of the best one is shaded, the one looked at is a line."""
    figure = blank(report.currency)
    figure.add_scatter(
        x=[line.cutoff for line in report.lines],
        y=[line.net for line in report.lines],
        mode="lines", line_color=ACCENT, hoverinfo="text",
        hovertext=[
            session.say("scorecard.hover_cutoff", cutoff=line.cutoff, refused=line.refused, net=session.short(line.net))
            for line in report.lines
        ],
    )  # fmt: skip
    if report.interval:
        figure.add_vrect(x0=report.interval[0], x1=report.interval[1], fillcolor=GOOD, opacity=0.12, line_width=0)
    figure.add_vline(x=cutoff, line={"color": BAD, "dash": "dash"})
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=session.say("scorecard.axis.cutoff"))
    return figure


def drift(session: Session, months: Sequence[Month] | Sequence[OfPeriod]) -> go.Figure:
    """PSI by month with the lines at which to watch and to act."""
    figure = blank("PSI")
    days = [month.day if isinstance(month, Month) else month.period for month in months]
    figure.add_scatter(x=days, y=[month.psi for month in months], mode="lines+markers", line_color=ACCENT)
    for level, colour in ((STABLE, ON_ACCOUNT), (SHIFTED, BAD)):
        figure.add_hline(y=level, line={"color": colour, "dash": "dot"})
    figure.update_layout(showlegend=False)
    figure.update_xaxes(tickformat="%Y-%m")
    figure.update_yaxes(rangemode="tozero")
    return figure
