"""What the dashboards share: questions, cards, tables, and figures for the samples."""

from .cells import cell, say
from .figures import REACHED
from .questions import FACTS, Filter

CASE = "complaint.complaint"
ACTION, LESSON = "complaint.action", "complaint.lesson"
PART, ENTRY = "complaint.training.participation", "complaint.penalty.report"
TOTAL = "complaint.penalty.total"
OPEN = (("state", "not in", ["closed", "cancelled"]),)
COUNTED = (("state", "!=", "cancelled"),)
LATE = (("is_overdue", "=", True),)
DUE_TODAY = (("next_due_date", ">=", "today"), ("next_due_date", "<", "today +1d"))
ANALYSIS = "complaint_report_action"
# What opens behind a figure tells why: it is grouped by the root cause.
WHY = {"search_default_group_by_cause_id": 1}
ROWS = 8
DEPARTMENT = dict.fromkeys((CASE, FACTS, ACTION, PART, ENTRY, TOTAL), "department_id")
PERIOD = "Period"


def period(default="last_30_days"):
    return Filter(PERIOD, default=default)


def narrowed():
    """By what most dashboards about cases are narrowed."""
    return [
        period(),
        Filter("Unit", "hr.department", DEPARTMENT),
        Filter(
            "Channel",
            "helpdesk.ticket.channel",
            {CASE: "channel_id", FACTS: "channel_id"},
        ),
        Filter(
            "Category",
            "complaint.category",
            {CASE: "category_id", FACTS: "category_id"},
        ),
    ]


def past(domain, date):
    """Cases that have reached something, without those that were taken back."""
    return (*domain, (date, "!=", False))


def happened(board, what, date, *measures):
    """What cases reached in the period, and in the one before.

    :param str what: what is asked, as the reader is told
    :param str date: by which a period counts a case
    :param measures: names of fields
    :return: numbers of two pivots
    """
    return board.twins(
        what,
        FACTS,
        past(COUNTED, date),
        measures=measures,
        date=date,
        action=ANALYSIS,
    )


def card(title, board, now, before=None, **more):
    """A card from two questions.

    :param now: number of a pivot
    :param before: number of the same for the period before
    :param measure: what is shown of it
    :param tuple sample: the figures of both in the sample
    """
    measure = more.pop("measure", "__count")
    first, second = (*more.pop("sample"), 0)[:2]
    return {
        "title": title,
        "key": board.value(now, measure, first),
        "baseline": before and board.value(before, measure, second),
        **more,
    }


def reached(board, figures, menu):
    """Cards of what was measured, beside the period before.

    :param figures: tuples of title, twins, measure, kind, better and sample
    """
    return [
        card(
            title,
            board,
            *twins,
            measure=measure,
            kind=kind,
            better=better,
            color=REACHED,
            menu=menu,
            sample=sample,
        )
        for title, twins, measure, kind, better, sample in figures
    ]


def share(board, part, whole, sample):
    """The content of a cell: how much of one question is another one."""
    if board.is_sample:
        return str(sample)
    # What a figure is taken of comes first: that is what it opens.
    whole, part = (f'PIVOT.VALUE({number},"__count")' for number in (whole, part))
    return f'=IFERROR({whole}^-1*{part},"")'


def lines(board, questions):
    """A table of figures: what it is, now, and before.

    :param questions: tuples of label, pivot, twin, measure, kind and sample
    :return: kinds and rows, as ``tables`` wants them
    """
    rows = [
        [
            say(label),
            board.value(now, measure, sample[0]),
            before and board.value(before, measure, sample[1]),
        ]
        for label, now, before, measure, _kind, sample in questions
    ]
    rows = [[content or "" for content in row] for row in rows]
    return [question[4] for question in questions], rows


def groups(board, pivot, fname, measures, sample):
    """Rows of a table: the largest groups of a pivot.

    :param list sample: rows with a label and figures
    """
    if board.is_sample:
        return [[say(label), *map(str, figures)] for label, *figures in sample]
    found = []
    for number in range(1, ROWS + 1):
        group = (f'"#{fname}"', str(number))
        found.append(
            [
                f'=IFERROR(PIVOT.HEADER({pivot},{",".join(group)}),"")',
                *(board.value(pivot, measure, 0, *group) for measure in measures),
            ]
        )
    return found


def ranked(board, name, model, fname, domain=(), **more):
    """A table of the largest groups, with how many records each has.

    :param str name: what is asked
    :param str fname: what it is grouped by
    :param str title: of the table
    :param tuple heads: of its two columns
    :param list sample: rows with a label and a number
    :param more: as ``pivot`` has it
    """
    title, heads, sample = (more.pop(key) for key in ("title", "heads", "sample"))
    pivot = board.pivot(name, model, domain, rows=[fname], sort="__count", **more)
    kinds = ["number"] * ROWS
    return title, heads, kinds, groups(board, pivot, fname, ["__count"], sample)


def by(board, what, group, date, measures, sample):
    """A table of groups: what happened in the period, and what is measured of it.

    :param str what: what happened
    :param tuple group: what a group is called, and its field
    :param dict measures: measure to its head and kind
    :param list sample: rows with a label and figures
    """
    title, fname = group
    pivot = board.pivot(
        f"{what} by {title}",
        FACTS,
        past(COUNTED, date),
        rows=[fname],
        sort="__count",
        measures=measures,
        date=date,
        action=ANALYSIS,
    )
    return (
        f"{what}, by {title.lower()}",
        (title, "Cases", *(head for head, _kind in measures.values())),
        [("number", *(kind for _head, kind in measures.values()))] * ROWS,
        groups(board, pivot, fname, ["__count", *measures], sample),
    )


def pick(sample, *places):
    """The labels of a sample, each with some of its figures."""
    return [(row[0], *(row[place] for place in places)) for row in sample]


def months(board, first, second, dates, sample):
    """Twelve months with a figure of two questions each."""
    rows = []
    for back in range(11, -1, -1):
        month = f"DATE(YEAR(TODAY()),MONTH(TODAY())-{back},1)"
        rows.append(
            [
                f"={month}",
                *(
                    board.value(pivot, "__count", number, f'"{date}:month"', month)
                    for pivot, date, number in zip(
                        (first, second), dates, sample[back], strict=True
                    )
                ),
            ]
        )
    return rows


SAMPLE_MONTHS = [
    (118, 121),
    (126, 117),
    (131, 128),
    (122, 130),
    (140, 125),
    (119, 122),
    (111, 115),
    (124, 119),
    (133, 127),
    (129, 134),
    (121, 118),
    (116, 112),
]
SAMPLE_CAUSES = [
    ("Waited too long", 31),
    ("Wrong information", 22),
    ("Work not done right", 17),
    ("Wrong bill", 12),
    ("Rude", 8),
    ("Defect", 6),
    ("Late delivery", 4),
]
SAMPLE_UNITS = [("Billing", 11), ("Field Service", 7), ("Front Desk", 3)]


def pareto(board, title, date, menu):
    """Root causes, the most frequent first, with the share of all up to each."""
    pivot = board.pivot(
        title,
        FACTS,
        (*COUNTED, ("cause_id", "!=", False)),
        rows=["cause_id"],
        sort="__count",
        date=date,
    )
    rows = []
    first = board.back_row + 1
    total = sum(number for _label, number in SAMPLE_CAUSES)
    for number, (label, count) in enumerate([*SAMPLE_CAUSES, ("", "")][:ROWS], 1):
        group = ('"#cause_id"', str(number))
        own, top = cell(1, first + number - 1), cell(1, first)
        if board.is_sample:
            if label:
                rows.append(
                    [say(label), count, f"=SUM({top}:{own})/{total}"],
                )
            continue
        every = f'IFERROR(PIVOT.VALUE({pivot},"__count"),0)'
        rows.append(
            [
                f'=IFERROR(PIVOT.HEADER({pivot},{",".join(group)}),"")',
                board.value(pivot, "__count", 0, *group),
                f'=IF({own}="","",SUM({top}:{own})/{every})',
            ]
        )
    return board.combo(title, menu, ("Cases", "Share of all so far"), rows, line=True)


def ages(board, menu):
    """How old the open cases are."""
    rows = {}
    for label, after, before, sample in (
        ("Up to 3 days", 3, None, 34),
        ("4 to 7 days", 7, 3, 26),
        ("8 to 30 days", 30, 7, 21),
        ("31 to 90 days", 90, 30, 7),
        ("Older", None, 90, 2),
    ):
        domain = [*OPEN]
        if after:
            domain.append(("date_received", ">=", f"today -{after}d"))
        if before:
            domain.append(("date_received", "<", f"today -{before}d"))
        pivot = board.pivot(f"Open, {label}", CASE, domain)
        rows[label] = board.value(pivot, "__count", sample)
    return board.drawn("Open cases by age", menu, rows)


# Received; closed, and in time; answered, after how many days, and satisfied.
SAMPLE_BY_UNIT = [
    ("Billing", 52, 49, 0.84, 54, 3.8, 0.62),
    ("Field Service", 41, 42, 0.9, 40, 3.1, 0.7),
    ("Front Desk", 25, 25, 0.98, 25, 0.6, 0.81),
]
SAMPLE_BY_CHANNEL = [
    ("Phone", 49, 47, 0.93, 50, 2.1, 0.74),
    ("Email", 38, 39, 0.89, 37, 3.4, 0.69),
    ("Web form", 31, 30, 0.92, 32, 3, 0.7),
]
