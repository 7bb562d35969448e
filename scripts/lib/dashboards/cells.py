"""The cells of a dashboard: what is seen, and the sheet behind the charts."""

GAP, ROW = 12, 23
WIDTH = 1040
# Label and three figures, twice.
COLUMNS = [270, 80, 80, 80, 20, 270, 80, 80, 80]
TITLE, HEAD, TEXT, NUMBER_HEAD = 1, 2, 3, 4
STYLES = {
    "1": {"textColor": "#01666b", "bold": True, "fontSize": 16},
    "2": {"textColor": "#434343", "bold": True, "fontSize": 11},
    "3": {"textColor": "#434343", "verticalAlign": "middle"},
    "4": {"textColor": "#434343", "bold": True, "fontSize": 11, "align": "right"},
}
FORMATS = {"number": "#,##0", "share": "0%", "days": "0.0", "rating": "0.0"}


def cell(column, row):
    """The name of a cell; both begin with 0."""
    return f"{chr(ord('A') + column)}{row + 1}"


def say(text):
    """A text that is translated."""
    quoted = text.replace('"', '\\"')
    return f'=_t("{quoted}")'


class Cells:
    """The front sheet, which is seen, and the back one, which the charts draw from."""

    def __init__(self):
        self.front, self.back = {}, {}
        self.styles, self.formats = {}, {"front": {}, "back": {}}
        self.y = GAP
        self.back_row = 0

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
