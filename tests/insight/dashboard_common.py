# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reads the dashboards as the screen does."""

import json
from datetime import timedelta

from odoo.fields import Domain

NAMES = ("complaint", "front_desk", "learning", "accountability")


def get_dashboards(env):
    """Our dashboards, in the order of ``NAMES``."""
    return {
        name: env.ref(f"complaint_management.spreadsheet_dashboard_{name}")
        for name in NAMES
    }


def read_file(dashboard):
    return json.loads(dashboard.spreadsheet_data)


def find_charts(data):
    """The charts that ask Odoo themselves."""
    for sheet in data["sheets"]:
        for figure in sheet["figures"]:
            if "metaData" in figure["data"]:
                yield figure["data"]


def find_period(data):
    """The id of the filter of the period."""
    [found] = [row["id"] for row in data["globalFilters"] if row["type"] == "date"]
    return found


def get_window(now, days, offset):
    """A period as the filter makes it: whole days, today among them."""
    end = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    end += timedelta(days=days * offset)
    return end - timedelta(days=days), end


def get_pivot_domain(data, pivot, window):
    """What a pivot counts in a period.

    :param function window: from an offset to the two moments of a period
    """
    domain = Domain(pivot["domain"])
    matching = pivot["fieldMatching"].get(find_period(data))
    if matching:
        begin, end = window(matching["offset"])
        domain &= Domain(matching["chain"], ">=", begin)
        domain &= Domain(matching["chain"], "<", end)
    return domain


def get_aggregates(env, pivot):
    """The measures of a pivot, and how the server is asked for each."""
    return {
        name: _get_aggregate(env[pivot["model"]], name)
        for name in (measure["fieldName"] for measure in pivot["measures"])
    }


def _get_aggregate(model, name):
    return name if name == "__count" else f"{name}:{model._fields[name].aggregator}"


def get_rows(pivot):
    return [
        f"{row['fieldName']}:{row['granularity']}"
        if "granularity" in row
        else row["fieldName"]
        for row in pivot["rows"]
    ]


def read_pivot(env, pivot, domain):
    """The groups of a pivot, as the server gives them to the screen."""
    model = env[pivot["model"]].with_context(**pivot["context"])
    aggregates = get_aggregates(env, pivot).values()
    return model.formatted_read_group(domain, get_rows(pivot), [*aggregates])


def read_chart(env, data, chart, window):
    """The groups of a chart, what they are grouped by, and its measure."""
    meta, search = chart["metaData"], chart["searchParams"]
    model = env[meta["resModel"]].with_context(**search["context"])
    domain = get_pivot_domain(
        data,
        {"domain": search["domain"], "fieldMatching": chart["fieldMatching"]},
        window,
    )
    aggregate = _get_aggregate(model, meta["measure"])
    rows = model.formatted_read_group(domain, meta["groupBy"], [aggregate])
    return rows, meta["groupBy"], {meta["measure"]: aggregate}
