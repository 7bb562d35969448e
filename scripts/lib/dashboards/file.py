"""Builds the file of a dashboard, as Odoo's spreadsheets read it.

A ``Dashboard`` is filled from top to bottom: cards, charts, tables. Each figure is said
once, with a number for the sample that is shown while there are no cases; the same
description makes both files.
"""

import json
import uuid

from .cells import COLUMNS, FORMATS, ROW, STYLES
from .figures import Figures
from .questions import Questions

NAMESPACE = uuid.UUID("3f0d4d5e-8a07-4c55-8d5f-6b2f2f5a7c11")


class Dashboard(Questions, Figures):
    """One dashboard, or the sample of it.

    :param str code: what its ids are made of
    :param list filters: global filters, as ``Filter``
    :param bool is_sample: with invented figures instead of questions to Odoo
    """

    def __init__(self, code, filters, is_sample=False):
        Questions.__init__(self)
        Figures.__init__(self)
        self.code = code
        self.filters = filters
        self.is_sample = is_sample

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
