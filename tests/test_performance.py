# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The number of queries follows what is shown, not how many cases there are."""

from lxml import etree

from odoo.tests import tagged, warmup
from odoo.tools import SQL

from odoo.addons.complaint_management.models.case.life_cycle import STATES
from odoo.addons.complaint_management.models.case.messages import NO_MAIL

from .common import ComplaintCase

MANY = 100_000
PAGE = 80


class PerformanceCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in production: mails, followers and tracking are part of the cost.
        cls.Complaint = cls._with_mail(cls.Complaint)

    def _count_queries(self, act):
        """Queries that ``act`` costs, the flush at its end included."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestCreation(PerformanceCase):
    def _count_creation(self, number, **vals):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {index}"} for index in range(number)]
        )
        rows = [
            self._prepare_case_vals(name=f"Case {partner.id}", partner_id=partner.id)
            for partner in partners
        ]
        cases = self.Complaint.with_user(self.clerk)
        return self._count_queries(lambda: cases.create(rows))

    def test_many_cases_in_one_call(self):
        """An import of 500 cases costs little more queries than one of 50 (R178).

        The database takes 100 rows in one statement, so ten times as many cases
        need a few statements more: a query a case would be 450 more.
        """
        self._count_creation(30)  # warms the caches up
        fifty = self._count_creation(50)
        many = self._count_creation(500)
        self.assertLessEqual(fifty, 40)
        self.assertLessEqual(many - fifty, 40, f"{fifty} for 50, {many} for 500")

    def test_moving_many_cases(self):
        """Assessing 100 cases at once costs little more than assessing 20."""
        counts = []
        for number in (20, 20, 100):  # the first warms the caches up
            cases = self.Complaint.with_user(self.clerk).create(
                [self._prepare_case_vals(email_from=False) for _i in range(number)]
            )
            cases.with_user(self.handler).grounds = "sufficient"
            cases = cases.with_user(self.handler).with_context(
                complaint_no_mail=NO_MAIL
            )
            counts.append(self._count_queries(cases.action_assess))
        self.assertLessEqual(counts[2] - counts[1], 20, counts)


@tagged("post_install", "-at_install")
class TestLists(PerformanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_case(partner_id=cls.partner.id)
        cls._fill_database()

    @classmethod
    def _fill_database(cls):
        """Copy one case so often that a query a case would be noticed at once."""
        case = cls._create_case(partner_id=cls.partner.id)
        cls.env.flush_all()
        states = [state for state, _label in STATES]
        changed = {
            "number": SQL("'CMP/1999/' || n"),
            "name": SQL("'Case ' || n"),
            "state": SQL("(%s::varchar[])[1 + n %% %s]", states, len(states)),
            "severity": SQL("(n %% 4)::varchar"),
            "date_received": SQL("now() at time zone 'utc' - n * interval '1 minute'"),
            "access_token": SQL("NULL"),
        }
        columns = [
            name
            for name, field in cls.Complaint._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        cls.env.cr.execute(
            SQL(
                """
                INSERT INTO complaint_complaint (%(columns)s)
                SELECT %(values)s
                  FROM complaint_complaint, generate_series(1, %(many)s) AS n
                 WHERE id = %(case)s
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                values=SQL(", ").join(
                    changed.get(name, SQL.identifier(name)) for name in columns
                ),
                many=MANY,
                case=case.id,
            )
        )
        cls.env.cr.execute(SQL("ANALYZE complaint_complaint"))
        cls.env.invalidate_all()

    def _get_specification(self, view_type):
        """What the web client reads for the view of ``view_type``."""
        cases = self.Complaint.with_user(self.officer)
        view = cases.get_views([(False, view_type)])
        arch = etree.fromstring(view["views"][view_type]["arch"])
        fields = view["models"][cases._name]["fields"]
        relations = ("many2one", "many2many")
        return {
            name: {"fields": {"display_name": {}}}
            if fields[name]["type"] in relations
            else {}
            for name in arch.xpath("//field[not(ancestor::field)]/@name")
        }

    def test_the_list(self):
        """A page of 80 among 100,000 costs the same as one of 8 (R178)."""
        specification = self._get_specification("list")
        cases = self.Complaint.with_user(self.officer)

        def read(limit):
            return self._count_queries(
                lambda: cases.web_search_read(
                    [], specification, limit=limit, count_limit=10001
                )
            )

        read(8)
        few, page = read(8), read(PAGE)
        self.assertLessEqual(page, few + 2)
        self.assertLessEqual(page, 20)

    def test_the_first_page_uses_the_index(self):
        """The default order is read from an index, whatever the size."""
        cases = self.Complaint.with_user(self.officer)
        query = cases._search([], limit=PAGE, order=cases._order)
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(line for (line,) in rows)
        self.assertIn("complaint_complaint_default_order_idx", plan)

    def test_the_board(self):
        """The kanban opens with its columns and cards in few queries (R178)."""
        specification = self._get_specification("kanban")
        cases = self.Complaint.with_user(self.officer).with_context(
            read_group_expand=True, complaint_board=True
        )

        def read():
            return self._count_queries(
                lambda: cases.web_read_group(
                    [],
                    ["state"],
                    ["__count"],
                    auto_unfold=True,
                    unfold_read_specification=specification,
                    unfold_read_default_limit=PAGE,
                )
            )

        read()
        self.assertLessEqual(read(), 25)

    @warmup
    def test_the_user_s_own_list(self):
        """With the rules of a user and their teams, too."""
        specification = self._get_specification("list")
        cases = self.Complaint.with_user(self.handler)
        with self.assertQueryCount(20):
            cases.web_search_read([], specification, limit=PAGE, count_limit=10001)
