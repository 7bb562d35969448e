# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a new company finds ready, and keeps on every update."""

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open, html2plaintext

from odoo.addons.complaint_management.models.case.life_cycle import OPEN_STATES, STATES

MODULE = "complaint_management"
DATA_FILES = [
    "case/mail_message_subtype_data.xml",
    "case/mail_activity_data.xml",
    "helpdesk/channel_data.xml",
    "case/category_data.xml",
    "case/cause_data.xml",
    "case/guide_data.xml",
    "answer/answer_text_data.xml",
]


@tagged("post_install", "-at_install")
class TestDefaultData(TransactionCase):
    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    # -- kept on update --------------------------------------------------

    def _get_file_ids(self):
        """The xml ids of the records in our data files."""
        for name in DATA_FILES:
            with file_open(f"{MODULE}/data/{name}", "rb") as data:
                root = etree.parse(data).getroot()
            for record in root.iter("record"):
                yield record.get("id")

    def test_update_loses_nothing(self):
        """An update never writes over what a user changed."""
        names = list(self._get_file_ids())
        self.assertGreater(len(names), 100)
        self.assertEqual(len(names), len(set(names)))
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("name", "in", names)]
        )
        self.assertEqual(set(data.mapped("name")), set(names))
        self.assertFalse(data.filtered(lambda line: not line.noupdate).mapped("name"))

    def test_shared_and_unassigned(self):
        """Defaults belong to no company and to nobody in particular."""
        for model in ("complaint.category", "complaint.cause"):
            ids = self.env["ir.model.data"].search(
                [("module", "=", MODULE), ("model", "=", model)]
            )
            records = self.env[model].browse(ids.mapped("res_id"))
            self.assertFalse(records.company_id, model)
        plan = self._ref("mail_activity_plan_first_assessment")
        self.assertFalse(plan.company_id)

    # -- channels ----------------------------------------------------------

    def test_every_way_to_complain_has_a_channel(self):
        """R18-R20, R31, R103: all ways are there, and equal."""
        ours = {
            "in_person",
            "letter",
            "suggestion_box",
            "social_media",
            "survey",
            "authority",
        }
        channels = self.env["helpdesk.ticket.channel"]
        for name in ours:
            channels += self._ref(f"helpdesk_channel_{name}")
        for name in ("web", "email", "phone", "other"):
            channels += self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{name}")
        self.assertEqual(len(channels), 10)
        self.assertTrue(all(channels.mapped("active")))
        self.assertEqual(len(set(channels.mapped("name"))), 10, "no name twice")

    # -- categories --------------------------------------------------------

    def test_dangers_are_critical(self):
        """R146, R173, R176: injury, food safety and fund safety come first."""
        critical = self._ref("complaint_category_safety_injury")
        critical += self._ref("complaint_category_catering_food_safety")
        critical += self._ref("complaint_category_finance_fund_safety")
        critical += self._ref("complaint_category_utility_hazard")
        self.assertEqual(set(critical.mapped("severity")), {"3"})
        plan = self._ref("mail_activity_plan_first_assessment")
        for category in critical:
            self.assertEqual(category._get_inherited("activity_plan_id"), plan)

    def test_nothing_below_a_danger_is_harmless(self):
        top = self._ref("complaint_category_safety")
        top += self._ref("complaint_category_catering_food_safety")
        below = self.env["complaint.category"].search([("id", "child_of", top.ids)])
        self.assertEqual(set(below.mapped("severity")), {"3"})

    def test_subjects_and_sectors(self):
        """R172-R177: the subjects of every company, and the four sectors."""
        for name in ("quality", "service", "price", "delivery", "contract"):
            category = self._ref(f"complaint_category_{name}")
            self.assertFalse(category.parent_id)
            self.assertTrue(category.child_ids, name)
        for name in ("safety", "privacy", "retail", "catering", "finance", "utility"):
            self.assertTrue(self._ref(f"complaint_category_{name}").child_ids, name)
        for name in ("meter", "billing", "outage", "forwarded"):
            self.assertEqual(
                self._ref(f"complaint_category_utility_{name}").parent_id,
                self._ref("complaint_category_utility"),
            )

    def test_every_category_guides(self):
        """R25: standard, compensation and guide for each subject."""
        ids = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "complaint.category")]
        )
        categories = self.env["complaint.category"].browse(ids.mapped("res_id"))
        for category in categories:
            self.assertTrue(category.severity, category.name)
            for fname in ("service_standard", "compensation_rule", "handling_guide"):
                text = html2plaintext(category[fname] or "").strip()
                self.assertTrue(text, f"{category.complete_name}: {fname}")
        codes = categories.mapped("code")
        self.assertEqual(len(codes), len(set(codes)), "codes are unique")

    # -- causes --------------------------------------------------------------

    def test_every_origin_has_causes(self):
        """R12: each origin is a branch, and its leaves share the origin."""
        Cause = self.env["complaint.cause"]
        for origin, _label in Cause._fields["origin"].selection:
            root = self._ref(f"complaint_cause_{origin}")
            self.assertEqual(root.origin, origin)
            branch = Cause.search([("id", "child_of", root.id)])
            self.assertGreater(len(branch), 1, origin)
            self.assertEqual(set(branch.mapped("origin")), {origin})

    # -- guides ----------------------------------------------------------------

    def test_ten_steps(self):
        """R55-R69: ten steps in the order of the source."""
        guide = self._ref("complaint_guide_ten_steps")
        self.assertFalse(guide.mindset)
        self.assertEqual(
            guide.step_ids.mapped("requirement"),
            ["R55", "R57", "R58", "R59", "R61", "R63", "R64", "R65", "R67", "R68"],
        )

    def test_lscia(self):
        """R75-R79: listen, share, clarify, illustrate, and ask (added)."""
        steps = self._ref("complaint_guide_lscia").step_ids
        self.assertEqual("".join(name[0] for name in steps.mapped("name")), "LSCIA")

    def test_steps_fit_states_and_kinds(self):
        """Every step helps somewhere, and every open state has a step."""
        Complaint = self.env["complaint.complaint"]
        kinds = [kind for kind, _label in Complaint._fields["kind"].selection]
        states = {state for state, _label in STATES}
        guides = self._ref("complaint_guide_ten_steps")
        guides += self._ref("complaint_guide_lscia")
        for step in guides.step_ids:
            self.assertTrue(step.hint, step.name)
            self.assertLessEqual(set(step._split(step.states)), states, step.name)
            if step.kinds:
                self.assertLessEqual(set(step._split(step.kinds)), set(kinds))
        for guide in guides:
            for state in OPEN_STATES:
                fitting = guide.step_ids.filtered(
                    lambda step, state=state: step._fits(state, "complaint")
                )
                self.assertTrue(fitting, f"{guide.name}: {state}")

    def test_every_mindset_has_a_card(self):
        """R109-R119: say, look, listen and act for each mindset, once."""
        Guide = self.env["complaint.guide"]
        for mindset, _label in Guide._fields["mindset"].selection:
            card = self._ref(f"complaint_guide_{mindset}")
            self.assertEqual(card.mindset, mindset)
            text = html2plaintext(card.description)
            for skill in ("Say", "Look", "Listen", "Act"):
                self.assertIn(skill, text, mindset)
            self.assertFalse(card.step_ids, "a card is advice, no checklist")

    # -- activities and subtypes ---------------------------------------------

    def test_activity_types(self):
        for name in ("acknowledge", "approval", "answer", "call_back"):
            activity_type = self._ref(f"mail_activity_type_{name}")
            self.assertEqual(activity_type.res_model, "complaint.complaint")
            self.assertTrue(activity_type.summary)

    def test_plan_starts_for_the_handler(self):
        """The plan can be launched without a question to anybody."""
        plan = self._ref("mail_activity_plan_first_assessment")
        self.assertEqual(plan.res_model, "complaint.complaint")
        self.assertGreater(plan.steps_count, 2)
        for template in plan.template_ids:
            given = template._determine_responsible(self.env.user, None)
            self.assertEqual(given["responsible"], self.env.user)
            self.assertFalse(given["error"])

    def test_subtypes(self):
        """Followers are told of the outcome, not of every registration."""
        registered = self._ref("mt_complaint_registered")
        outcome = self._ref("mt_complaint_outcome")
        for subtype in registered + outcome:
            self.assertEqual(subtype.res_model, "complaint.complaint")
            self.assertTrue(subtype.internal, "customers get letters, no log")
        self.assertFalse(registered.default)
        self.assertTrue(outcome.default)
