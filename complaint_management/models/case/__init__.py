# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case is, whom it is of, and who answers for it.

It uses common only. Start with ``complaint``, its fields; with ``life_cycle``, its
states and steps as a table; and with ``workflow``, which moves it. ``gates`` says what
a step asks for, ``closing`` how a case ends and begins again. ``contact_corrected``
says what becomes of a corrected contact, ``responsible`` who is responsible for a case
now, by a chain of people that ends at a living person; ``company`` says it for what
belongs to no case. Tasks go by it (``mail_activity``), what customers write is heard by
it (``heard``), and who leaves hands over by it (``user``). What cases use is not given
to another company (``company_links``). What a step misses, and in which field it is
filled in, says ``needs``. Who works on a hard case asks for a ``backup``, and is cared
for (``relief``, ``user_load``). Customers who come together bring their cases
(``repeats``). What somebody must be able to do to handle a case, say ``competence`` and
its chapters. How many are in each column of their board, says ``board``.
"""

from . import (
    guarded_mixin,
    sealed_mixin,
    acts_mixin,
    app_record_mixin,
    part_mixin,
    tree_mixin,
    complaint,
    phases,
    presets,
    origin,
    staff_case,
    product,
    lot,
    mood,
    company_checked,
    complainant,
    messages,
    workflow,
    number,
    gates,
    buttons,
    transition,
    closing,
    guidance,
    duplicates,
    merge,
    screens,
    board,
    backup,
    category,
    cause,
    contact,
    guide,
    contact_corrected,
    relief,
    counter,
    voice,
    category_route,
    competence,
    competence_skill,
    competence_needed,
    competence_case,
    company,
    responsible,
    heard,
    needs,
    company_links,
    home,
    ir_demo,
    mail_activity,
    partner,
    repeats,
    user,
    handover,
    relations,
    user_load,
)
