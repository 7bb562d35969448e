# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lists, forms and the calendar say about deadlines."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import MONDAY, ClockCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestSentences(ClockCase):
    """Each clock as a sentence that a person would say."""

    def _say(self, case, moment, user=None, lang="en_US"):
        """What the clocks of a case say at a moment, as (level, text)."""
        case.invalidate_recordset()
        reader = case.with_user(user or self.handler)
        reader = reader.with_context(lang=lang, tz="Asia/Shanghai")
        with self._at(moment):
            return [
                (sentence["level"], sentence["text"].replace("\u202f", " "))
                for sentence in reader.clock_sentences or []
            ]

    def test_running(self):
        """By due time: the near one warns, the others tell what is left."""
        case = self._receive()
        self.assertEqual(
            self._say(case, MONDAY),
            [
                (
                    "warn",
                    "Acknowledgement due today at 3:00 PM, 4 working hours left",
                ),
                (
                    "ok",
                    "Progress notice due Wednesday at 5:00 PM, 2 working days left",
                ),
                ("ok", "Resolution due Thursday at 5:00 PM, 3 working days left"),
            ],
        )

    def test_late_comes_first(self):
        case = self._receive()
        self.assertEqual(
            self._say(case, MONDAY + 2 * DAY)[0],
            (
                "late",
                "Acknowledgement was due Monday at 3:00 PM: 12 working hours late",
            ),
        )
        self.assertEqual(
            self._say(case, MONDAY + 14 * DAY)[0],
            (
                "late",
                "Acknowledgement was due 06/01/2026 at 3:00 PM: 9 working days late",
            ),
        )
        self.assertEqual(case.late_clock_count, 3)

    def test_one_of_each(self):
        """1 hour and 1 minute have their own words, not "1 hours"."""
        case = self._receive()
        self.assertEqual(
            self._say(case, MONDAY + 4 * HOUR)[0][1],
            "Acknowledgement due today at 3:00 PM, 1 working hour left",
        )
        self.assertEqual(
            self._say(case, MONDAY + 5 * HOUR - timedelta(minutes=1))[0][1],
            "Acknowledgement due today at 3:00 PM, 1 working minute left",
        )
        self.assertEqual(
            self._say(case, MONDAY + 5 * HOUR)[0][1],
            "Acknowledgement due today at 3:00 PM",
        )

    def test_on_hold(self):
        """Since when, how much is left, what we wait for and from whom."""
        case = self._receive()
        with self._at(MONDAY):
            case._hold("No photo yet", "the meter photo", "customer", 30)
        self.assertIn(
            (
                "paused",
                "Resolution on hold since Monday, 3 working days left: waiting for "
                "the meter photo from the complainant",
            ),
            self._say(case, MONDAY + DAY * 2),
        )

    def test_ended(self):
        """What was reached comes last, and says how early or late."""
        case = self._receive()
        with self._at(MONDAY + HOUR):
            self._get_clock(case, "acknowledge")._stop(MONDAY + HOUR)
            self._get_clock(case, "update")._stop(MONDAY + 3 * DAY)
            self._get_clock(case, "resolve")._cancel()
        self.assertEqual(
            self._say(case, MONDAY + 3 * DAY),
            [
                (
                    "missed",
                    "Progress notice missed, done today at 10:00 AM: 2 working hours "
                    "late",
                ),
                (
                    "met",
                    "Acknowledgement met Monday at 11:00 AM, 3 working hours early",
                ),
                ("done", "Resolution lifted Monday at 11:00 AM"),
            ],
        )

    def test_one_sentence_a_milestone(self):
        """Of many progress notices, the open one; else the last."""
        case = self._receive()
        with self._at(MONDAY + HOUR):
            case._reached_complainant(MONDAY + HOUR)
        self.assertEqual(len(self._say(case, MONDAY + HOUR)), 3)

    def test_set_aside(self):
        """Managers see what is not watched any more; others see the deadline."""
        case = self._receive()
        clock = self._get_clock(case, "acknowledge").sudo()
        clock.write({"error": "The rule failed", "next_event_at": False})
        self.assertEqual(
            self._say(case, MONDAY, self.manager)[0],
            ("failed", "Acknowledgement is not watched any more: The rule failed"),
        )
        self.assertEqual(self._say(case, MONDAY)[0][0], "warn")

    def test_no_clock(self):
        self.policy.active = False
        self.assertEqual(self._say(self._receive(), MONDAY), [])

    def test_chinese(self):
        """Whole sentences in Chinese, in the formats of the language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"], overwrite=True
        )
        case = self._receive()
        self.assertEqual(
            self._say(case, MONDAY, lang="zh_CN"),
            [
                ("warn", "告知受理应于今天 15:00 前完成，还剩 4 个工作小时"),
                ("ok", "进展通知应于星期三 17:00 前完成，还剩 2 个工作日"),
                ("ok", "解决应于星期四 17:00 前完成，还剩 3 个工作日"),
            ],
        )
        with self._at(MONDAY):
            case._hold("No photo yet", "电表照片", "customer", 30)
        self.assertIn(
            (
                "paused",
                "解决自星期一起暂停，还剩 3 个工作日：等待客户提供“电表照片”",
            ),
            self._say(case, MONDAY + 2 * DAY, lang="zh_CN"),
        )


@tagged("post_install", "-at_install")
class TestFilters(ClockCase):
    """Lists, kanban and the calendar: what is due next, and how near."""

    def _search(self, moment, domain, cases):
        with self._at(moment):
            return self.Complaint.with_context(tz="Asia/Shanghai").search(
                [("id", "in", cases.ids), *domain]
            )

    def test_next_due(self):
        case = self._receive()
        self.assertEqual(case.next_due_date, datetime(2026, 6, 1, 7))
        self.assertEqual(case.next_due_milestone, "acknowledge")

    def test_filters(self):
        """Due today, due within 4 working hours, late: each finds its own."""
        soon = self._receive()
        later = self._receive(MONDAY + 6 * HOUR)
        late = self._receive(MONDAY - 7 * DAY)
        cases = soon | later | late
        today = [("next_due_date", ">=", "today"), ("next_due_date", "<", "today +1d")]
        self.assertEqual(self._search(MONDAY, today, cases), soon)
        self.assertEqual(self._search(MONDAY, [("due_soon", "=", True)], cases), soon)
        self.assertEqual(
            self._search(MONDAY, [("due_soon", "=", False)], cases), later | late
        )
        self.assertEqual(self._search(MONDAY, [("is_overdue", "=", True)], cases), late)
        with self._at(MONDAY):
            cases.invalidate_recordset()
            self.assertEqual(cases.mapped("due_soon"), [True, False, False])
            self.assertEqual(cases.mapped("is_overdue"), [False, False, True])

    def test_on_hold_is_not_late(self):
        """What stands still is due no more, until it is resumed."""
        case = self._receive(policy=self._create_pausing_policy())
        with self._at(MONDAY):
            case._hold("Photo", "the photo", "customer", 30)
        self.assertFalse(case.next_due_date)
        self.assertFalse(
            self._search(MONDAY + 9 * DAY, [("is_overdue", "=", True)], case)
        )

    def _receive(self, moment=MONDAY, policy=None, **vals):
        return super()._receive(moment, **vals)

    def _create_pausing_policy(self):
        self.policy.sequence = 99
        return self._create_policy(
            "Standing still",
            [{"milestone": "resolve", "unit": "business_days", "amount": 3}],
            sequence=1,
        )


@tagged("post_install", "-at_install")
class TestClockViews(ClockCase):
    ACTIONS = (
        "complaint_clock_action",
        "complaint_clock_failed_action",
        "complaint_clock_event_action",
        "complaint_clock_report_action",
        "complaint_complaint_due_action",
        "complaint_extension_action",
        "complaint_sla_policy_action",
    )

    def test_every_view_opens(self):
        """Each role that has the menu gets each view of its action."""
        for name in self.ACTIONS:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                f"complaint_management.{name}"
            )
            with self.subTest(action=name):
                model = self.env[action["res_model"]].with_user(self.manager)
                views = model.get_views(action["views"])["views"]
                self.assertEqual(len(views), len(action["views"]))

    def test_late_button(self):
        """The button on the form leads to the deadlines of this case alone."""
        case = self._receive()
        action = case.with_user(self.handler).action_view_clocks()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), case.clock_ids
        )
