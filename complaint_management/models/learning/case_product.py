# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who makes a product hears of complaints about it, and helps to handle them (R11)."""

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...tools.case.phases import follows, follows_new
from ..case.complaint import BULK_REGISTRATION

STAFF = "complaint_management.group_complaint_user"
ON_CASE = "complaint_management.mail_activity_type_product_case"
ON_PRODUCT = "complaint_management.mail_activity_type_product"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    told_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_told_unit_rel",
        string="Units That Were Told",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="They make the product, and have a task about this case.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"told_unit_ids"}

    @follows_new()
    @follows("product_id", "lot_id", "origin_ref", "kind")
    def _tell_product_units(self):
        """Tell who leads the unit that makes the product, once for each case.

        Not where that unit handles the case, and not of cases from an older register.
        """
        if self._is_numbered_later() or len(self) > BULK_REGISTRATION:
            return
        for complaint in self.sudo().filtered("product_id"):
            unit = complaint._get_unit_to_tell()
            head = unit and complaint._get_unit_head(unit)
            if head and complaint._plan_for_head(head):
                complaint._write_sealed(
                    {"told_unit_ids": [fields.Command.link(unit.id)]}
                )

    def _get_unit_to_tell(self):
        """The unit that makes the product, where it does not know of the case yet."""
        self.ensure_one()
        unit = self.product_id._get_unit(self.company_id)
        is_open = self.kind == "complaint" and self.state not in ("closed", "cancelled")
        is_known = unit in (self.told_unit_ids | self.department_id)
        return unit.browse() if is_known or not is_open else unit

    def _get_unit_head(self, unit):
        """Who leads a unit, or the nearest one above it, and works here.

        Not whom the case is about, and not who handles it.
        """
        self.ensure_one()
        handling = self.user_id | self.backup_user_id
        accused = self._get_accused_users()
        while unit:
            head = unit.manager_id.user_id
            if head and head._works_in(self.company_id):
                is_out = head in (handling | accused)
                return head.browse() if is_out else head
            unit = unit.parent_id
        return self.env["res.users"]

    def _plan_for_head(self, head):
        """Give a head the task: on the case if they may read it, else on the product.

        There it names no case and nobody who complained: all employees read it. Of a
        protected case that they may not read they hear nothing.

        :param head: one ``res.users``
        :return: the task, or nothing
        """
        self.ensure_one()
        speaking = self.with_context(
            lang=head.lang or self.env.lang, mail_activity_quick_update=True
        )
        if head._filter_readable_complaints(self.ids):
            return speaking.activity_schedule(
                ON_CASE, note=speaking._say_product(self.lot_id.name), user_id=head.id
            )
        if self.identity_mode != "named":
            return self.env["mail.activity"]
        return speaking.product_id.activity_schedule(
            ON_PRODUCT,
            summary=self.env.ref(ON_PRODUCT).with_context(lang=head.lang).summary,
            note=speaking._say_product(),
            user_id=head.id,
        )

    def _say_product(self, lot=None):
        """What is complained of, and whom to ask; it names no case and no customer.

        :param str lot: for who may know of it; a serial number can tell whose it is
        """
        self.ensure_one()
        what = [self.product_id.display_name, lot, self.category_id.name]
        people = self.user_id or self.company_id._get_complaint_people()[:1]
        text = self.env._(
            "%(what)s. Ask %(name)s for more.",
            what=", ".join(filter(None, what)),
            name=people.name,
        )
        return plaintext2html(text)

    def _get_task_owner(self, task):
        """Who leads the unit now."""
        if task.activity_type_id == self.env.ref(ON_CASE):
            unit = self.product_id._get_unit(self.company_id)
            head = self.sudo()._get_unit_head(unit)
            return head if head._filter_readable_complaints(self.ids) else None
        return super()._get_task_owner(task)


class ComplaintProduct(models.Model):
    _inherit = "complaint.product"

    def _get_task_owner(self, task):
        """Who leads the unit now, else whoever looks after complaints."""
        company = self.company_id or self.env.company
        head = self._get_unit(company).manager_id.user_id
        people = company._get_complaint_people()
        return head if head and head._works_in(company) else people
