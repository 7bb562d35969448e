# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may not know of a case, who may not work on one, and who may not be known.

It uses the case and what is common. Start with ``case_vault``, who complained, and
``case_barred``, who may not read of it: who stands above whom (``line``) says whom a
protected case bars (``user``); what hangs on a case is as hidden as the case, in every
model of every app (``base``); what has many, as a ``lot``, is as hidden as all of them
(``about_cases_mixin``); and no list finds it (``lists``). Who is
complained about, or depends on who is, changes nothing on a case (``case_impartial``),
has no part in a protected one (``case_accused``), and hears nothing of it, by no mail
and no task (``mail_thread``, ``mail_mail``, ``mail_activity``); what changes among the
staff is followed up (``employee``, ``department``, ``resource``), and
record rules follow whose contact a user is (``rule``). Who complained is forgotten for
good by a custodian only (``case_forgetting``), and stays in the vault when it is
written over (``identity``) or merged (``case_merge``). What was written before is
cleared of names wherever it stands (``case_words``, ``places``), and mails that wait
reach nobody else (``case_mails``). Mails go to what is an address (``case_email``);
lists of people are tracked where they are written (``case_tracking``). What came in and
what was done nobody rewrites (``evidence_<what>``, with the seal of
``complaint.evidence.mixin``); ``case_removal`` takes something out, with a mark.
"""

from . import (
    case_conflict,
    part_mixin,
    about_cases_mixin,
    waiver,
    vault_record,
    identity_access,
    case_traces,
    case_vault,
    case_accused,
    base,
    lists,
    line,
    user,
    case_barred,
    rule,
    case_email,
    case_forgetting,
    case_impartial,
    case_mails,
    case_merge,
    case_tracking,
    case_words,
    department,
    lot,
    employee,
    identity,
    case_identity,
    mail_activity,
    mail_mail,
    mail_thread,
    resource,
    evidence_case,
    evidence_message,
    evidence_file,
    case_evidence,
    evidence_task,
    evidence_told,
    case_removal,
)
