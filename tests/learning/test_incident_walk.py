# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Random people do random things with incidents, and what must hold holds (R105).

Each complainant hears each news once; what has ended is never told; protected
cases are never listed to whom they are about; no case is lost on the way to a survivor;
of two who end an incident at once, one does.
"""

from unittest.mock import patch

from hypothesis import HealthCheck, given, settings, strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.life_cycle import OPEN_STATES
from odoo.addons.complaint_management.models.learning.incident_table import STATES

from .test_news import NewsCase

ACTORS = ("officer", "manager", "handler", "colleague", "outsider", "employee")
REASON = "Because"
REFUSED = (AccessError, UserError, ValidationError)

step = st.tuples(
    st.sampled_from(
        (
            "join",
            "leave",
            "relate",
            "close_case",
            "reopen_case",
            "accuse",
            "write",
            "send",
            "tell_new",
            "job",
            "stopped_job",
            # What comes next, by who may, so that walks go deep.
            "tell",
            "tell",
            "tell_too_late",
            "tell_half",
            "advance",
            "go_on",
            "crisis",
            "action_assess",
            "action_fix",
            "action_resolve",
            "action_close",
            "action_reopen",
            "action_no_fault",
            "action_duplicate",
            "action_declare_crisis",
            "action_end_crisis",
        )
    ),
    st.sampled_from(ACTORS),
    st.integers(min_value=0, max_value=4),
    st.integers(min_value=0, max_value=1),
)


@tagged("post_install", "-at_install")
class TestIncidentWalk(NewsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.case | cls.other
        cls.cases |= cls.Complaint.union(*(cls._create_case() for _n in range(3)))
        cls.second = cls._open(cls.cases[2])
        cls.incidents = cls.incident | cls.second
        cls.incidents.write({"cause_id": cls.cause.id, "fix": "All carry a label."})

    def test_walks(self):
        """Whatever people try, in whatever order, no promise to customers breaks."""
        self.reached = set()
        self._walk()
        # Who never gets anywhere breaks no promise either.
        states = {state for state, _label in STATES}
        rows = {"told", "skipped", "waiting"}
        self.assertEqual(
            self.reached, states | rows | {"crisis", "duplicate", "barred"}
        )

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(st.data())
    def _walk(self, data):
        steps = data.draw(st.lists(step, min_size=10, max_size=40))
        point = self.env.cr.savepoint()
        try:
            for name, actor, number, which in steps:
                self._do(name, actor, self.cases[number], self.incidents[which])
                self._check()
                self._note_reached()
        finally:
            point.rollback()
            point.close()
            self.env.invalidate_all()

    def _note_reached(self):
        self.reached |= set(self.incidents.mapped("state"))
        self.reached |= {"duplicate"} & set(self.incidents.mapped("code"))
        self.reached |= set(self.incidents.news_ids.told_ids.mapped("state"))
        if any(self.incidents.mapped("is_crisis")):
            self.reached.add("crisis")
        if self.investigator.sudo().barred_complaint_ids & self.incidents.complaint_ids:
            self.reached.add("barred")

    def _do(self, name, actor, case, incident):
        user = getattr(self, actor)
        do = getattr(self, f"_do_{name}", None)
        try:
            with self.env.cr.savepoint():
                if do:
                    do(user, case.with_user(user), incident.with_user(user))
                else:
                    self._act(name, incident.with_user(user))
                self.env.flush_all()
        except REFUSED:
            self.env.invalidate_all()

    def _act(self, name, incident):
        given_by_act = {
            "action_duplicate": {"survivor_id": (self.incidents - incident).id},
            "action_no_fault": {"reason": REASON},
            "action_reopen": {"reason": REASON},
            "action_declare_crisis": {"reason": REASON},
            "action_end_crisis": {"reason": REASON},
        }
        getattr(incident, name)(**given_by_act.get(name, {}))

    def _do_join(self, user, case, incident):
        case._join_incident(incident)

    def _do_leave(self, user, case, incident):
        case.action_leave_incident()

    def _do_relate(self, user, case, incident):
        incident.write({"related_complaint_ids": [Command.link(case.id)]})

    def _do_close_case(self, user, case, incident):
        case.sudo()._write_protected({"state": "closed"})

    def _do_reopen_case(self, user, case, incident):
        case.sudo()._write_protected({"state": "acknowledged"})

    def _do_accuse(self, user, case, incident):
        """It is about a colleague, or about who owns the incidents."""
        accused = self.investigator if incident == self.incident else self.officer
        self._accuse(case, user=accused)

    def _do_write(self, user, case, incident):
        self._with_mail(self.News).with_user(user).create(
            {
                "incident_id": incident.id,
                "body": f"<p>News {self.News.search_count([])}</p>",
            }
        )

    def _do_send(self, user, case, incident):
        incident.news_ids[:1].action_send()

    def _do_tell_new(self, user, case, incident):
        incident.news_ids[:1].action_tell_new()

    def _tell_later(self, incident):
        """The officer's word, which the job has yet to carry out."""
        incident = incident.with_user(self.officer)
        self._do_write(self.officer, None, incident)
        incident.news_ids[:1].action_send()

    def _do_tell(self, user, case, incident):
        """The officer tells all open cases something, and the job does it."""
        self._tell_later(incident)
        self._run_watched()

    def _do_tell_half(self, user, case, incident):
        """The job is stopped after the first."""
        self._tell_later(incident)
        self._do_stopped_job(user, case, incident)

    def _do_tell_too_late(self, user, case, incident):
        """A case ends between the officer's word and the job."""
        self._tell_later(incident)
        self._do_close_case(user, incident.complaint_ids[:1], incident)
        self._run_watched()

    def _do_crisis(self, user, case, incident):
        """The manager declares a crisis, or ends it."""
        act = "action_end_crisis" if incident.is_crisis else "action_declare_crisis"
        self._act(act, incident.with_user(self.manager))

    def _do_advance(self, user, case, incident):
        """The officer does what comes next."""
        incident = incident.with_user(self.officer)
        acts = {
            "new": "action_assess",
            "assessed": "action_analyse",
            "cause": "action_fix",
            "fix": "action_resolve",
            "resolved": "action_close",
            "closed": "action_reopen",
        }
        self._act(acts[incident.state], incident)

    def _do_go_on(self, user, case, incident):
        """From the cause to the end."""
        for _step in range(3):
            self._do_advance(user, case, incident)

    def _do_job(self, user, case, incident):
        self._run_watched()

    def _do_stopped_job(self, user, case, incident):
        self._run_watched(seconds=(100, 0), batch=1)

    def _run_watched(self, **limits):
        """Run the job, and see to it that no ended case is told."""
        give = type(self.case)._give_notice

        def watch(case, *args, **kwargs):
            self.assertIn(case.state, OPEN_STATES)
            return give(case, *args, **kwargs)

        with patch.object(type(self.case), "_give_notice", watch):
            self._run_job(**limits)

    def _check(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self._check_told_once()
        self._check_hidden()
        self._check_kept()

    def _check_told_once(self):
        for news in self.News.search([("incident_id", "in", self.incidents.ids)]):
            for case in self.cases:
                count = self._count_words(case, news)
                row = self._get_row(news, case)
                self.assertEqual(count, int(row.state == "told"))
            self.assertFalse(news.state == "draft" and news.told_ids)

    def _check_hidden(self):
        for accused in self.investigator | self.officer:
            self.env.invalidate_all()  # Lists that another user has read.
            barred = accused.sudo().barred_complaint_ids
            told = self.env["complaint.incident.told"].with_user(accused)
            self.assertFalse(told.search([]).complaint_id & barred)
            for incident in self.Incident.with_user(accused).search(
                [("id", "in", self.incidents.ids)]
            ):
                self.assertFalse(incident.complaint_ids & barred)
                self.assertFalse(incident.related_complaint_ids & barred)

    def _check_kept(self):
        """What moved to a survivor is there, and a case that is in one is not only
        related to it."""
        for incident in self.incidents:
            self.assertFalse(incident.complaint_ids & incident.related_complaint_ids)
            if incident.code == "duplicate":
                self.assertFalse(incident.complaint_ids)
                self.assertEqual(incident.state, "closed")
            if incident.is_crisis:
                self.assertNotEqual(incident.state, "closed")
                open_cases = incident.complaint_ids.filtered(
                    lambda case: case.state in OPEN_STATES
                )
                self.assertTrue(all(case.is_crisis for case in open_cases))

    def test_two_end_it_at_once(self):
        """The second is told that it is over; nothing is done twice."""
        incident = self.incident.with_user(self.officer)
        self.incident._write_sealed({"state": "fix"})
        incident.action_resolve()
        with self._assert_refused("not possible"):
            self.incident.with_user(self.manager).action_resolve()
        with self._assert_refused("not possible"):
            self.incident.with_user(self.manager).action_no_fault(reason=REASON)
        self.assertEqual(self.incident.code, "fixed")
