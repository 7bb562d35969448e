"""What is shown on a dashboard: cards, charts and tables, from top to bottom."""

from .cells import GAP, HEAD, NUMBER_HEAD, ROW, TEXT, TITLE, WIDTH, Cells, cell, say

LEFT, RIGHT = 0, 5
CARD_HEIGHT, CHART_HEIGHT = 106, 300
GREEN, RED, GREY = "#00A04A", "#DC6965", "#6B7280"
# Blue for what stands now, green for what was reached, orange for what needs a look.
NOW, REACHED, LOOK = "#EFF6FF", "#ECFDF5", "#FFF7ED"


class Figures(Cells):
    """Rows of figures, each below what was put there before.

    The dashboard says what is asked, and gives ids.
    """

    def __init__(self):
        super().__init__()
        self.menus = {}
        self.figures = []
        self.ids = 0

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
                "context": self.get_context(model, more.get("context")),
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
