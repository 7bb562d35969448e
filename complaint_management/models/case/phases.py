# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens when a case is registered or changed, told in one place.

Rooms join the phases by the decorators of ``tools/case/phases.py``, which tells them.
"""

from odoo import api, models, tools

from ...tools.case.phases import FOLLOW, PREPARE, REFUSE


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._prepare_new(vals_list)
        steps = [step for step in self._get_steps(FOLLOW) if step.on_create]
        followed = self._remember(steps, vals_list)
        if not self._is_numbered_later():
            self._assign_numbers(vals_list)
        # Of many, nobody hears one by one.
        registering = self._in_bulk(self._is_in_many(vals_list))
        cases = super(ComplaintComplaint, registering).create(vals_list)
        cases = cases.with_env(self.env)
        cases._follow(followed)
        return cases

    def write(self, vals):
        if not self:
            return True
        vals = self._check_written(vals)
        # Nothing that happens during the write is proven by what proves these values.
        cases = self._unsealed()
        cases._refuse(vals)
        vals = cases._prepare(vals)
        steps = [
            step
            for step in self._get_steps(FOLLOW)
            if step.on_write and step.is_about(vals)
        ]
        followed = cases._remember(steps, vals)
        for some, given in cases._split_write(vals):
            some._forget_previous_customer(given)
            super(ComplaintComplaint, some).write(given)
        cases._follow(followed)
        return True

    # ------------------------------------------------------------------
    # The phases
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache("phase")
    def _get_steps(self, phase):
        """The steps of a phase, from the ground up.

        :return: tuple of ``Step``
        """
        steps = {}
        for cls in reversed(type(self).mro()):
            for name, member in vars(cls).items():
                for step in getattr(member, "_case_steps", ()):
                    key = (name, step.on_create, step.on_write)
                    if step.phase == phase:
                        steps[key] = step._replace(method=name)
        return tuple(steps.values())

    def _refuse(self, vals):
        """Refuse what may not be written on these cases.

        :raises UserError: saying what, and what to do instead
        :raises AccessError: the user may not do it
        """
        for step in self._get_steps(REFUSE):
            if step.on_write and step.is_about(vals):
                getattr(self, step.method)(vals)

    @api.model
    def _refuse_new(self, given):
        for step in self._get_steps(REFUSE):
            if step.on_create and step.is_about(given):
                getattr(self, step.method)(given)

    def _prepare(self, vals):
        for step in self._get_steps(PREPARE):
            if step.on_write and step.is_about(vals):
                vals = getattr(self, step.method)(vals)
        return vals

    @api.model
    def _prepare_new(self, vals_list):
        """The values of new cases as they are kept, as far as they are not refused."""
        presets = self._get_presets()
        steps = [step for step in self._get_steps(PREPARE) if step.on_create]
        prepared = []
        for vals in ({**presets, **vals} for vals in vals_list):
            self._refuse_new({name: vals[name] for name in vals if vals[name]})
            for step in steps:
                vals = getattr(self, step.method)(vals)
            prepared.append(vals)
        return prepared

    def _remember(self, steps, vals):
        """What each of these steps needs of how it was, before anything is written.

        :param vals: values to write, or a list of the values of new cases
        :return: list of pairs of a step and what it gets
        """
        # From the top down: a higher room may put something away that others see.
        remembered = [
            (step, getattr(self, step.remember)(vals) if step.remember else None)
            for step in reversed(steps)
        ]
        return remembered[::-1]

    def _follow(self, followed):
        for step, before in followed:
            method = getattr(self, step.method)
            method(before) if step.remember else method()

    def _split_write(self, vals):
        """What is written on which of these cases.

        :return: list of (cases, values)
        """
        return [(self, vals)]
