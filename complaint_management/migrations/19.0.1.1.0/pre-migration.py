# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The form of a case is put together from the rooms: old pieces are emptied first.

Odoo checks the new form together with the pieces that the database still has, and
those look for places that other pieces bring now. Empty, they fit everywhere, until
the update fills each of them anew. Views of other addons, and those that somebody
made in the database, are checked when all is loaded, and stay as they are.
"""

FORM = "complaint_complaint_view_form"


def migrate(cr, version):
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = jsonb_build_object('en_US', '<data/>')
         WHERE id IN (
               SELECT piece.res_id
                 FROM ir_model_data piece
                 JOIN ir_ui_view view ON view.id = piece.res_id
                 JOIN ir_model_data form ON form.res_id = view.inherit_id
                WHERE piece.model = 'ir.ui.view'
                  AND piece.module = 'complaint_management'
                  AND piece.noupdate IS NOT TRUE
                  AND form.model = 'ir.ui.view'
                  AND form.module = 'complaint_management'
                  AND form.name = %s)
        """,
        [FORM],
    )
