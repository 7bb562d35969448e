"""Builds the file of a dashboard, as Odoo's spreadsheets read it.

A ``Dashboard`` is filled from top to bottom: cards, charts, tables. Each figure is said
once, with a number for the sample that is shown while there are no cases; the same
description makes both files.
"""

import json
import uuid

NAMESPACE = uuid.UUID("3f0d4d5e-8a07-4c55-8d5f-6b2f2f5a7c11")
GAP, ROW = 12, 23
WIDTH = 1040
# Label and four figures, twice.
COLUMNS = [190, 80, 80, 80, 80, 20, 190, 80, 80, 80, 80]
LEFT, RIGHT = 0, 6
CARD_HEIGHT, CHART_HEIGHT = 106, 300
GREEN, RED, GREY = "#00A04A", "#DC6965", "#6B7280"
TITLE, HEAD, TEXT, NUMBER_HEAD = 1, 2, 3, 4
STYLES = {
    "1": {"textColor": "#01666b", "bold": True, "fontSize": 16},
    "2": {"textColor": "#434343", "bold": True, "fontSize": 11},
    "3": {"textColor": "#434343", "verticalAlign": "middle"},
    "4": {"textColor": "#434343", "bold": True, "fontSize": 11, "align": "right"},
}
# Dates without a time of day; the others are moments.
DAYS = {"date_done", "date_effect_signed", "month"}
FORMATS = {"number": "#,##0", "share": "0%", "days": "0.0", "rating": "0.0"}
# Blue for what stands now, green for what was reached, orange for what needs a look.
NOW, REACHED, LOOK = "#EFF6FF", "#ECFDF5", "#FFF7ED"


def cell(column, row):
    """The name of a cell; both begin with 0."""
    return f"{chr(ord('A') + column)}{row + 1}"


def say(text):
    """A text that is translated."""
    quoted = text.replace('"', '\\"')
    return f'=_t("{quoted}")'


class Dashboard:
    """One dashboard, or the sample of it.

    :param str code: what its ids are made of
    :param list filters: global filters, as ``Filter``
    :param bool is_sample: with invented figures instead of questions to Odoo
    """

    def __init__(self, code, filters, is_sample=False):
        self.code = code
        self.filters = filters
        self.is_sample = is_sample
        self.pivots, self.menus = {}, {}
        self.figures = []
        self.front, self.back = {}, {}
        self.styles, self.formats = {}, {"front": {}, "back": {}}
        self.y = GAP
        self.back_row = 0
        self.ids = 0

    # ------------------------------------------------------------------
    # What is asked
    # ------------------------------------------------------------------

    def pivot(self, name, model, domain=(), **more):
        """A question to Odoo; figures name it and one of its measures.

        :param measures: names of fields; how many records there are is always asked
        :param rows: fields it is grouped by
        :param date: by which date the filter of the period counts a record
        :param int offset: -1 for the period before
        :param action: what opens behind a figure
        :param context: of what opens
        :param sort: a measure, by which the largest group comes first
        :return: its number
        """
        number = str(len(self.pivots) + 1)
        measures = ["__count", *more.get("measures", ())]
        definition = {
            "type": "ODOO",
            "id": number,
            "formulaId": number,
            "name": name,
            "model": model,
            "domain": [
                list(leaf) if isinstance(leaf, tuple) else leaf for leaf in domain
            ],
            "context": more.get("context", {}),
            "measures": [{"id": fname, "fieldName": fname} for fname in measures],
            "rows": [
                dict(zip(("fieldName", "granularity"), field.split(":"), strict=False))
                for field in more.get("rows", ())
            ],
            "columns": [],
            "fieldMatching": self.match(model, more.get("date"), more.get("offset", 0)),
        }
        if more.get("sort"):
            definition["sortedColumn"] = {
                "measure": more["sort"],
                "order": "desc",
                "domain": [],
            }
        if more.get("action"):
            definition["actionXmlId"] = f"complaint_management.{more['action']}"
        self.pivots[number] = definition
        return number

    def twins(self, name, model, domain=(), **more):
        """The same question for the period and for the one before."""
        return (
            self.pivot(name, model, domain, **more),
            self.pivot(f"{name}, before", model, domain, **more, offset=-1),
        )

    def match(self, model, date=None, offset=0):
        """Which fields the global filters narrow."""
        found = {}
        for global_filter in self.filters:
            if global_filter.kind == "date":
                if date:
                    found[self.id_of(global_filter.label)] = {
                        "chain": date,
                        "type": "date" if date in DAYS else "datetime",
                        "offset": offset,
                    }
            elif chain := global_filter.chains.get(model):
                found[self.id_of(global_filter.label)] = {
                    "chain": chain,
                    "type": "many2one",
                }
        return found

    def value(self, pivot, measure="__count", sample=0, *groups):
        """The content of a cell that shows a figure.

        :param groups: field and value, in turn, of the group
        """
        if self.is_sample:
            return str(sample)
        names = ",".join([f'"{measure}"', *groups])
        return f'=IFERROR(PIVOT.VALUE({pivot},{names}),"")'

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    def cards(self, *cards):
        """A row of cards.

        :param cards: dicts of title, key and baseline (contents of cells), kind of
            figure, colour, menu, and better ("more", "less" or None)
        """
        width = (WIDTH - GAP * (len(cards) - 1)) // len(cards)
        for number, card in enumerate(cards):
            row = self.keep(say(card["title"]), card["key"], card.get("baseline"))
            kind = card.get("kind", "number")
            for column in (1, 2):
                self.formats["back"][cell(column, row)] = kind
            self.add_figure(
                {
                    "type": "scorecard",
                    "title": {"text": card["title"], "bold": True, "color": "#434343"},
                    "background": card.get("color", NOW),
                    "keyValue": f"Data!{cell(1, row)}",
                    "humanize": False,
                    **self.compare(card, row),
                },
                x=number * (width + GAP),
                width=width,
                height=CARD_HEIGHT,
                menu=card["menu"],
            )
        self.y += CARD_HEIGHT + GAP

    def compare(self, card, row):
        """How a card stands beside the period before."""
        up, down = {"more": (GREEN, RED), "less": (RED, GREEN)}.get(
            card.get("better"), (GREY, GREY)
        )
        colors = {"baselineColorUp": up, "baselineColorDown": down}
        if not card.get("baseline"):
            return {**colors, "baselineMode": "difference"}
        return {
            **colors,
            "baselineMode": "difference",
            "baseline": f"Data!{cell(2, row)}",
            "baselineDescr": {"text": "since last period"},
        }

    def charts(self, *charts):
        """A row of charts side by side.

        :param charts: dicts of a figure's data, as ``bars`` and ``combo`` return them
        """
        width = (WIDTH - GAP * (len(charts) - 1)) // len(charts)
        for number, chart in enumerate(charts):
            self.add_figure(
                {
                    **chart["data"],
                    "title": {
                        "text": chart["title"],
                        "bold": True,
                        "color": "#01666B",
                        "fontSize": 16,
                    },
                    "background": "#FFFFFF",
                },
                x=number * (width + GAP),
                width=width,
                height=CHART_HEIGHT,
                menu=chart["menu"],
            )
        self.y += CHART_HEIGHT + GAP

    def bars(self, title, model, groups, menu, sample, **more):
        """A chart of Odoo's own: each bar opens what it counts.

        :param list groups: what the bars are grouped by
        :param dict sample: label to number
        :param kind: "bar", "pie" or "line"
        :param measure: what is drawn, the number of records if left out
        """
        if self.is_sample:
            return self.drawn(title, menu, sample, more.get("horizontal", False))
        measure = more.get("measure", "__count")
        domain = [list(leaf) for leaf in more.get("domain", ())]
        data = {
            "type": f"odoo_{more.get('kind', 'bar')}",
            "legendPosition": "top"
            if len(groups) > 1 or more.get("kind") == "pie"
            else "none",
            "metaData": {
                "groupBy": groups,
                "measure": measure,
                "order": more.get("order"),
                "resModel": model,
                "mode": more.get("kind", "bar"),
            },
            "searchParams": {
                "comparison": None,
                "context": more.get("context", {}),
                "domain": domain,
                "groupBy": groups,
                "orderBy": [],
            },
            "dataSets": [{}],
            "verticalAxisPosition": "left",
            "stacked": True,
            "fieldMatching": self.match(model, more.get("date")),
        }
        if more.get("action"):
            data["actionXmlId"] = f"complaint_management.{more['action']}"
        if more.get("horizontal"):
            data["horizontal"] = True
        return {"title": title, "menu": menu, "data": data}

    def drawn(self, title, menu, rows, horizontal=False):
        """A chart of bars over cells; a label may be a formula.

        :param dict rows: label to the content of a cell
        """
        first = self.back_row
        for label, content in rows.items():
            self.keep(label if label.startswith("=") else say(label), str(content))
        data = {
            "type": "bar",
            "dataSetsHaveTitle": False,
            "dataSets": [{"dataRange": self.range(1, first)}],
            "labelRange": self.range(0, first),
            "legendPosition": "none",
            "stacked": False,
            "aggregated": False,
            "horizontal": horizontal,
        }
        return {"title": title, "menu": menu, "data": data}

    def combo(self, title, menu, heads, rows, **more):
        """Bars and a second row of figures over the same labels.

        :param heads: what bars and line are called
        :param list rows: label and two contents of cells
        :param line: the second is a line, with its own axis where it is a share
        """
        first = self.back_row
        self.keep("", *(say(head) for head in heads))
        for row in rows:
            self.keep(*map(str, row))
        line = more.get("line", False)
        for index in range(first + 1, self.back_row):
            if line:
                self.formats["back"][cell(2, index)] = "share"
            if more.get("months"):
                self.formats["back"][cell(0, index)] = "month"
        second = {"dataRange": self.range(2, first), "type": "bar"}
        if line:
            second.update(type="line", yAxisId="y1")
        data = {
            "type": "combo",
            "dataSetsHaveTitle": True,
            "dataSets": [
                {"dataRange": self.range(1, first), "yAxisId": "y", "type": "bar"},
                second,
            ],
            "labelRange": self.range(0, first),
            "legendPosition": "top",
            "labelsAsText": True,
            "aggregated": False,
        }
        return {"title": title, "menu": menu, "data": data}

    def tables(self, *tables):
        """Tables side by side, the first left and the second right.

        :param tables: tuples of title, heads, kinds of figures, and rows of contents
        """
        top = -(-self.y // ROW)
        for start, (title, heads, kinds, rows) in zip(
            (LEFT, RIGHT), tables, strict=False
        ):
            self.put(cell(start, top), say(title), TITLE)
            for number, head in enumerate(heads):
                style = NUMBER_HEAD if number else HEAD
                self.put(cell(start + number, top + 1), say(head), style)
            for index, row in enumerate(rows, start=top + 2):
                for number, content in enumerate(row):
                    name = cell(start + number, index)
                    self.put(name, str(content), TEXT)
                    kind = kinds[index - top - 2] if number else None
                    if isinstance(kind, tuple):
                        kind = kind[number - 1]
                    if kind:
                        self.formats["front"][name] = kind
        longest = max(len(rows) for _title, _heads, _kinds, rows in tables)
        self.y = (top + longest + 3) * ROW

    def put(self, name, content, style):
        if content:
            self.front[name] = content
            self.styles[name] = style

    def keep(self, *contents):
        """A row on the sheet that is behind the charts.

        :return: its number
        """
        row = self.back_row
        for column, content in enumerate(contents):
            if content:
                self.back[cell(column, row)] = content
        self.back_row += 1
        return row

    def range(self, column, first):
        """The cells of a column from a row to the last one that was kept."""
        return f"Data!{cell(column, first)}:{cell(column, self.back_row - 1)}"

    def add_figure(self, data, x, width, height, menu):
        self.ids += 1
        figure_id = self.id_of(f"figure {self.ids}")
        self.figures.append(
            {
                "id": figure_id,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": x, "y": self.y},
                "width": width,
                "height": height,
                "data": {**data, "chartId": figure_id},
            }
        )
        if menu and not self.is_sample:
            self.menus[figure_id] = f"complaint_management.{menu}"

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    def id_of(self, name):
        return str(uuid.uuid5(NAMESPACE, f"{self.code} {name}"))

    def write(self):
        """The text of the file."""
        kinds = [*FORMATS, "month"]
        formats = {
            str(n): {**FORMATS, "month": "mmm yy"}[k] for n, k in enumerate(kinds, 1)
        }
        numbers = {kind: number for number, kind in enumerate(kinds, 1)}

        def sheet(name, cells, part, **more):
            return {
                "id": self.id_of(name),
                "name": name,
                "colNumber": len(COLUMNS),
                "rowNumber": max(50, -(-self.y // ROW) + 2, self.back_row + 2),
                "rows": {},
                "cols": {
                    str(number): {"size": size} for number, size in enumerate(COLUMNS)
                },
                "merges": [],
                "cells": cells,
                "styles": {},
                "formats": {
                    name: numbers[kind] for name, kind in self.formats[part].items()
                },
                "borders": {},
                "conditionalFormats": [],
                "dataValidationRules": [],
                "figures": [],
                "tables": [],
                "areGridLinesVisible": False,
                "isVisible": True,
                "headerGroups": {"ROW": [], "COL": []},
                "comments": {},
                **more,
            }

        data = {
            "version": "18.5.10",
            "sheets": [
                sheet(
                    "Dashboard",
                    self.front,
                    "front",
                    figures=self.figures,
                    styles=self.styles,
                ),
                sheet("Data", self.back, "back"),
            ],
            "styles": STYLES,
            "formats": formats,
            "borders": {},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {
                "locale": {
                    "name": "English (US)",
                    "code": "en_US",
                    "thousandsSeparator": ",",
                    "decimalSeparator": ".",
                    "dateFormat": "mm/dd/yyyy",
                    "timeFormat": "hh:mm:ss",
                    "formulaArgSeparator": ",",
                    "weekStart": 7,
                }
            },
            "pivots": {} if self.is_sample else self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": []
            if self.is_sample
            else [
                global_filter.write(self.id_of(global_filter.label))
                for global_filter in self.filters
            ],
            "lists": {},
            "listNextId": 1,
            "chartOdooMenusReferences": self.menus,
        }
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


class Filter:
    """What the reader may narrow a dashboard by.

    :param str label: as it is offered
    :param str model: of what is chosen; none for a period
    :param dict chains: by model, the field that it narrows
    """

    def __init__(self, label, model=None, chains=None, default=None):
        self.label = label
        self.model = model
        self.kind = "relation" if model else "date"
        self.chains = chains or {}
        self.default = default

    def write(self, filter_id):
        """The filter as the file holds it."""
        definition = {"id": filter_id, "type": self.kind, "label": self.label}
        if self.model:
            return {
                **definition,
                "modelName": self.model,
                "defaultValueDisplayNames": [],
            }
        return {**definition, "defaultValue": self.default}
