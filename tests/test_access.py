# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may do what with which record: every model, role and operation."""

from odoo.tests import new_test_user, tagged

from .common import ComplaintCase

ALL = "rwcd"
STAFF = {"user": "r", "officer": "r", "manager": "r"}
READERS = {"employee": "r", **STAFF}
CONFIGURATION = {**STAFF, "manager": ALL}
DIALOG = {"user": ALL, "officer": ALL, "manager": ALL}
# What the access lists grant: r(ead), w(rite), c(reate), d(elete). Customers
# read cases, their own; a model that is missing from this table fails the test.
MATRIX = {
    "complaint.complaint": {
        "employee": "rc",
        "user": "rwc",
        "officer": "rwc",
        "manager": ALL,
        "portal": "r",
    },
    "complaint.contact": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.category": {**CONFIGURATION, "employee": "r"},
    "complaint.answer.text": CONFIGURATION,
    "complaint.answer.insert": DIALOG,
    "complaint.notice": DIALOG,
    "complaint.authority": CONFIGURATION,
    "complaint.approval": STAFF,
    "complaint.approval.answer": DIALOG,
    "complaint.apology": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.conflict.waiver": {**STAFF, "manager": "rc"},
    "complaint.remedy.type": {**CONFIGURATION, "employee": "r"},
    "complaint.remedy": {
        "employee": "r",
        "user": ALL,
        "officer": ALL,
        "manager": ALL,
    },
    "complaint.cause": {**CONFIGURATION, "employee": "r"},
    # One's own; who gives cases to others reads all: by record rules.
    "complaint.competence": {**CONFIGURATION, "employee": "r"},
    "complaint.competence.held": {**CONFIGURATION, "employee": "r"},
    # Of oneself and of whom one leads; all for accountability: by record rules.
    "complaint.training": {**READERS, "accountability": ALL},
    "complaint.training.participation": {**READERS, "accountability": ALL},
    "complaint.why": DIALOG,
    "complaint.contribution": DIALOG,
    "complaint.dissatisfaction": {"officer": ALL, "manager": ALL},
    "complaint.guide": CONFIGURATION,
    "complaint.guide.step": CONFIGURATION,
    "complaint.makeup.day": {**CONFIGURATION, "employee": "r"},
    "complaint.escalation.rule": CONFIGURATION,
    # Owners act on theirs by the buttons, whoever they are.
    "complaint.action": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.action.act": dict.fromkeys(READERS, ALL),
    "complaint.product": {
        "employee": "r",
        "user": "r",
        "officer": "rwc",
        "manager": "rwcd",
    },
    "complaint.lot": {"user": "rc", "officer": "rwcd", "manager": "rwcd"},
    "complaint.incident": dict.fromkeys(("user", "officer", "manager"), "rwc"),
    "complaint.incident.act": DIALOG,
    "complaint.incident.news": DIALOG,
    "complaint.action.told": dict.fromkeys(("user", "officer", "manager"), "r"),
    "complaint.incident.told": dict.fromkeys(("user", "officer", "manager"), "r"),
    "complaint.incident.customer": dict.fromkeys(("user", "officer", "manager"), "r"),
    "complaint.incident.affected": DIALOG,
    "complaint.incident.affected.line": DIALOG,
    "complaint.incident.link": DIALOG,
    # Written for all; its author and officers act on it by the buttons.
    "complaint.lesson": {
        "employee": "r",
        "user": "rwc",
        "officer": "rwc",
        "manager": "rwc",
    },
    "complaint.lesson.act": DIALOG,
    # Written by officers, approved by managers; drafts are hidden from others.
    "complaint.policy.document": {**READERS, "officer": ALL, "manager": ALL},
    "complaint.policy.version": {**READERS, "officer": ALL, "manager": ALL},
    "complaint.policy.act": {"officer": ALL, "manager": ALL},
    # One's own, and of whom one leads; nobody writes them.
    "complaint.receipt": READERS,
    "complaint.share": dict.fromkeys(("user", "officer", "manager"), "rc"),
    "complaint.penalty.rule": {**READERS, "accountability": ALL},
    "complaint.penalty": {**READERS, "accountability": "rwc"},
    "complaint.penalty.event": {"accountability": "r"},
    "complaint.penalty.balance": {"accountability": "r"},
    "complaint.penalty.decide": {"accountability": ALL},
    "complaint.penalty.forget": {"accountability": ALL},
    "complaint.penalty.say": dict.fromkeys(READERS, ALL),
    "complaint.penalty.propose": {**DIALOG, "accountability": ALL},
    "complaint.penalty.report": {"accountability": "r"},
    "complaint.penalty.step": {"accountability": "rw"},
    "complaint.penalty.threshold": {"accountability": ALL},
    # What is about people, accountability officers only: by record rules.
    "complaint.alert.rule": {**READERS, "manager": ALL, "accountability": ALL},
    # Who was told, and officers; they act by buttons.
    "complaint.alert": {
        **READERS,
        "officer": "rw",
        "manager": "rw",
        "accountability": "rw",
    },
    "complaint.alert.act": dict.fromkeys(READERS, ALL),
    "complaint.alert.word": CONFIGURATION,
    "complaint.hidden": {"officer": "rw", "manager": "rw"},
    # The salesperson of the customer, and officers: by record rules.
    "complaint.silence": READERS,
    "complaint.silence.act": dict.fromkeys(READERS, ALL),
    "complaint.near.miss": {
        "employee": "rc",
        "user": "rc",
        "officer": "rwc",
        "manager": "rwc",
    },
    # Of departments that one leads.
    "complaint.penalty.total": READERS,
    "complaint.reward.board": READERS,
    "complaint.pause": READERS,
    "complaint.transition": READERS,
    "complaint.clock": READERS,
    "complaint.clock.event": READERS,
    "complaint.extension": READERS,
    "complaint.sla.policy": {**CONFIGURATION, "employee": "r"},
    "complaint.sla.target": {**CONFIGURATION, "employee": "r"},
    "complaint.step": STAFF,
    "complaint.report": STAFF,
    "complaint.goal": {**CONFIGURATION, "employee": "r"},
    "complaint.plan": {**CONFIGURATION, "employee": "r"},
    "complaint.plan.line": {**CONFIGURATION, "employee": "r"},
    "complaint.plan.review": {**CONFIGURATION, "employee": "r"},
    "complaint.contest": {**CONFIGURATION, "employee": "r"},
    "complaint.contest.rank": READERS,
    # What employees answer is read by nobody; of customers by officers, as ratings.
    "complaint.poll": {"officer": "r", "manager": ALL},
    "complaint.poll.round": {"officer": "r", "manager": "r"},
    "complaint.poll.result": {"officer": "r", "manager": "r"},
    "complaint.poll.invitation": {},
    "complaint.period.report": {"officer": "rwc", "manager": ALL},
    "complaint.period.proposal": {"officer": ALL, "manager": ALL},
    "complaint.benchmark": {"officer": "r", "manager": ALL},
    # Of the cases that one reviews or handled; who plans them all: by their rules.
    "complaint.review": {"user": "rw", "officer": "rwc", "manager": "rwc"},
    "complaint.review.score": {"user": "rw", "officer": "rw", "manager": "rw"},
    "complaint.review.criterion": {**CONFIGURATION, "accountability": "r"},
    "complaint.review.sample": {"officer": ALL, "manager": ALL},
    "complaint.review.report": {"manager": "r", "accountability": "r"},
    "complaint.review.act": DIALOG,
    "complaint.review.training": DIALOG,
    # Of the unit that one leads, or that one took part in: by their rules.
    "complaint.unit.review": {
        "employee": "rwc",
        "user": "rwc",
        "officer": ALL,
        "manager": ALL,
    },
    "complaint.unit.review.figure": READERS,
    "complaint.unit.review.point": {
        "employee": "rw",
        "user": "rw",
        "officer": "rw",
        "manager": "rw",
    },
    "complaint.unit.review.act": {"officer": ALL, "manager": ALL},
    "complaint.backup.wizard": DIALOG,
    "complaint.handover": DIALOG,
    "complaint.handover.decline": DIALOG,
    # Whoever is asked answers; who works on the case asks.
    "complaint.request": {
        "employee": "r",
        "user": "rc",
        "officer": "rc",
        "manager": "rc",
    },
    "complaint.request.act": dict.fromkeys(READERS, ALL),
    "complaint.transition.wizard": DIALOG,
    "complaint.tracking.slip": DIALOG,
    "complaint.staff.voice": dict.fromkeys(READERS, ALL),
    "complaint.address.accept": {"manager": ALL},
    "complaint.tracking.code": STAFF,
    "complaint.box": CONFIGURATION,
    "complaint.box.visit": STAFF,
    "complaint.box.opening": DIALOG,
    "complaint.box.opening.line": DIALOG,
    "complaint.authority.reply": DIALOG,
    "complaint.clock.report": STAFF,
    "complaint.clock.accept": {"manager": ALL},
    "complaint.words.waiver": STAFF,
    "complaint.words.confirm": DIALOG,
    "complaint.extend": DIALOG,
    "complaint.hold": DIALOG,
    "complaint.assign": DIALOG,
    "complaint.notice.bulk": DIALOG,
    # Rows are what one may read elsewhere; entries are for accountability only.
    "complaint.to.decide": {**STAFF, "accountability": "r"},
    "complaint.fact": {},
    "complaint.desk": READERS,
    "complaint.identity": {},
    "complaint.throttle": {},
    "complaint.mail.brought": {},
    # Addresses of people may be among them.
    "complaint.mail.relay": {"manager": ALL},
    "complaint.identity.access": STAFF,
    "complaint.identity.change": DIALOG,
    "complaint.identity.open": {"custodian": ALL},
    "complaint.identity.forget": {"custodian": ALL},
    "complaint.removal": {**STAFF, "custodian": "r"},
    "complaint.remove": {"custodian": ALL},
    "complaint.remove.line": {"custodian": ALL},
    "complaint.mailbox": CONFIGURATION,
    "complaint.unread.mail": {"officer": "r", "manager": "r"},
    "complaint.kept.file": {"officer": "r", "manager": "r", "custodian": "r"},
    "complaint.merge": DIALOG,
    "complaint.replan": {"manager": ALL},
    "complaint.setup": {"manager": ALL},
    "complaint.setup.line": {"manager": ALL},
    "complaint.replan.line": {"manager": ALL},
    "complaint.holiday.import": {"manager": ALL},
    "complaint.holiday.import.line": {"manager": ALL},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "public": cls.env.ref("base.public_user"),
            "portal": new_test_user(cls.env, "case_portal", groups="base.group_portal"),
            "employee": cls.employee,
            "user": cls.clerk,
            "officer": cls.officer,
            "manager": cls.manager,
            "custodian": new_test_user(
                cls.env,
                "case_custodian",
                groups="complaint_management.group_complaint_custodian",
            ),
            "accountability": new_test_user(
                cls.env,
                "case_accountability",
                groups="complaint_management.group_complaint_accountability",
            ),
        }

    def _get_models(self):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("complaint.") and not model._abstract
        }

    def test_no_model_is_missing(self):
        """A new model says here who may use it."""
        self.assertEqual(self._get_models(), set(MATRIX))

    def test_matrix(self):
        """Each role does with each model what the table says, no more, no less."""
        for name, granted in MATRIX.items():
            for role, user in self.roles.items():
                model = self.env[name].with_user(user)
                found = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if model.has_access(operation)
                )
                apart = role in ("custodian", "accountability")
                usual = granted.get("employee", "") if apart else ""
                with self.subTest(model=name, role=role):
                    self.assertEqual(found, granted.get(role, usual))
