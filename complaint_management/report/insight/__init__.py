# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import (
    fact_fields,
    fact_counted,
    fact,
    fact_select,
    fact_measures,
    fact_check,
    complaint_report,
    complaint_report_spread,
    review_report,
)
