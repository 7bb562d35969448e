"""What a dashboard asks Odoo, and by what its reader narrows that."""

FACTS = "complaint.report"
# Dates without a time of day; the others are moments.
DAYS = {"date_done", "date_effect_signed"}


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


class Questions:
    """The pivots of a dashboard; figures name them."""

    def __init__(self):
        self.pivots = {}

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
            "context": self.get_context(model, more.get("context")),
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

    def get_context(self, model, context=None):
        """Archived cases count in what happened, as in targets and reports."""
        return ({"active_test": False} if model == FACTS else {}) | (context or {})

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
