# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was abused in a contact is cared for: somebody above them offers relief (R216).

A note and a task, and nothing by itself: a case is handed on when its handler wants it.
That somebody was abusive stands at the contact, and is no label of the customer.
"""

from odoo import api, fields, models
from odoo.tools import format_datetime

RELIEF = "complaint_management.mail_activity_type_relief"


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    is_abusive = fields.Boolean(
        string="Abusive",
        help="Threats, insults or harassment. Somebody above who had the contact is "
        "asked to offer relief.",
    )
    relief_task_id = fields.Many2one(
        comodel_name="mail.activity",
        string="Relief",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="complaint_management.group_complaint_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts.filtered("is_abusive")._offer_relief()
        return contacts

    def write(self, vals):
        known = self.filtered("is_abusive")
        result = super().write(vals)
        (self - known).filtered("is_abusive")._offer_relief()
        return result

    def _offer_relief(self):
        """Ask somebody above, once for each case and person, to see to them."""
        for (complaint, user), contacts in self.grouped(
            lambda contact: (contact.complaint_id, contact.user_id)
        ).items():
            if not complaint._is_relief_planned(user):
                task = complaint._plan_relief(user, contacts[-1])
                contacts.sudo().relief_task_id = task


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_relief_planned(self, user):
        """Whether somebody is to see to a colleague about this case already."""
        self.ensure_one()
        met = self.sudo().contact_ids.filtered(lambda contact: contact.user_id == user)
        return any(met.relief_task_id.mapped("active"))

    def _plan_relief(self, user, contact):
        """Plan the talk with a colleague who was abused.

        :param user: the ``res.users`` who had the contact
        :param contact: the ``complaint.contact``
        :return: the ``mail.activity``
        """
        self.ensure_one()
        self._log_note(
            self.env._("%s met abuse in a contact", user.name),
            self.env._("Their superior is asked to see to them."),
        )
        superior = self._get_superior(user)
        there = self.with_context(lang=superior.lang or self.env.lang)
        return self.activity_schedule(
            RELIEF,
            user_id=superior.id,
            summary=there.env._("See to %s", user.name),
            note=there.env._(
                "%(name)s met abuse in a contact on %(date)s. Ask how they are, "
                "whether somebody should be with them in the next talk, and whether "
                "they would rather hand the case on. Nothing is handed on by itself.",
                name=user.name,
                date=format_datetime(
                    there.env, contact.date, tz=superior.tz, dt_format="short"
                ),
            ),
        )

    def _get_superior(self, user):
        """Who stands above a colleague and may know of the case; else an officer."""
        self.ensure_one()
        case_sudo = self.sudo()
        offered = (
            user.sudo().employee_id.parent_id.user_id
            | case_sudo._get_unit_people()
            | case_sudo._get_subject_people()
            | case_sudo._get_company_people()
        ) - user.sudo()
        able = case_sudo._filter_able({case_sudo: offered})[case_sudo]
        return (able - able._get_on_leave() or able)[:1].with_env(self.env)
