# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may not know of a case, who may not work on one, and who may not be known.

It uses the case and what is common. Who is complained about, or depends on who is,
changes nothing on a case (``case_impartial``), and hears nothing of a protected one,
by no mail and no task (``mail_thread``, ``mail_mail``, ``mail_activity``); what changes
among the staff is followed up (``hr_employee``, ``hr_department``,
``resource_resource``). Who complained is forgotten for good by a custodian only
(``case_forgetting``), and stays in the vault when it is written over (``identity``).
What was written before is cleared of names wherever it stands (``case_words``,
``places``), and mails that wait reach nobody else (``case_mails``).
"""

from . import (
    case_forgetting,
    case_impartial,
    case_mails,
    case_words,
    conflict_waiver,
    hr_department,
    hr_employee,
    identity,
    mail_activity,
    mail_mail,
    mail_thread,
    resource_resource,
)
