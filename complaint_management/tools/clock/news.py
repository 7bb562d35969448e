# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a batch of the sweep has to say: one note a case, one message a reader."""

from collections import defaultdict

from markupsafe import Markup

from odoo.tools import SQL

BREAK = Markup("<br/>")


class News:
    """Collects notes for the chatter and news for people, and delivers them once.

    Whoever hears of several cases gets one message that lists them.
    """

    def __init__(self):
        self._notes = defaultdict(dict)
        self._reasons = defaultdict(lambda: defaultdict(dict))

    def note(self, complaint, line):
        """Say a line in the chatter of a case, once.

        :param complaint: one case
        :param line: HTML as Markup, or a reason as for ``tell``
        """
        self._notes[complaint.id][line] = True

    def tell(self, user, complaint, reason):
        """Let a user know of a case.

        :param user: one user
        :param complaint: one case that they may read
        :param reason: a record and the name of its method that says why, in the
            language of its environment
        """
        self._reasons[user][complaint.id][reason] = True

    def deliver(self, complaints):
        """Write the notes, and send each reader one message.

        :param complaints: any cases; its environment is that of the sweep
        """
        self._deliver_notes(complaints)
        for users, reasons in self._get_audiences():
            self._send(complaints, users, reasons)
        if self._reasons:
            complaints.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _deliver_notes(self, complaints):
        noted = complaints.browse(self._notes)
        if not noted:
            return
        bodies = {
            case.id: Markup("<p>%s</p>") % BREAK.join(self._say(case, lines))
            for case, lines in zip(noted, self._notes.values(), strict=True)
        }
        first = noted[0]._message_log_batch(bodies)
        bodies.pop(noted[0].id)
        if bodies:
            _repeat(first, bodies)
            noted.invalidate_recordset(["message_ids"], flush=False)

    def _get_audiences(self):
        """Who hears the same in the same language and time zone."""
        audiences = {}
        for user, cases in self._reasons.items():
            heard = tuple((case_id, tuple(why)) for case_id, why in cases.items())
            key = (user.lang, user.tz, heard)
            audiences[key] = audiences.get(key, user.browse()) | user
        return [(users, dict(heard)) for (*_, heard), users in audiences.items()]

    def _send(self, complaints, users, reasons):
        usual = complaints.env.context
        reader = users[:1]
        cases = complaints.with_context(
            lang=reader.lang or usual.get("lang"), tz=reader.tz or usual.get("tz")
        ).browse(reasons)
        lines = {case: self._say(case, reasons[case.id]) for case in cases}
        partners = {"partner_ids": users.partner_id.ids}
        if len(cases) == 1:
            cases.message_notify(
                subject=f"{cases.display_name}: {lines[cases][0]}",
                body=BREAK.join(lines[cases]),
                **partners,
            )
            return
        items = Markup().join(
            Markup("<li><a href='%s'>%s</a><br/>%s</li>")
            % (
                case._notify_get_action_link("view"),
                case.display_name,
                BREAK.join(lines[case]),
            )
            for case in cases
        )
        cases.env["mail.thread"].message_notify(
            subject=cases.env._("%s cases need attention", len(cases)),
            body=Markup("<ul>%s</ul>") % items,
            **partners,
        )

    @staticmethod
    def _say(case, lines):
        """The lines in the language of the environment of the case."""
        return [
            line
            if isinstance(line, Markup)
            else getattr(line[0].with_env(case.env), line[1])()
            for line in lines
        ]


def _repeat(message, bodies):
    """Give a note of one case to others as well, in one statement.

    The sweep writes thousands; Odoo takes a millisecond for each.

    :param message: the note of one case
    :param dict bodies: of case id and text, as Markup
    """
    message.flush_recordset()
    columns = SQL(", ").join(
        SQL.identifier(name)
        for name, field in message._fields.items()
        if field.store and field.column_type and name not in ("id", "res_id", "body")
    )
    rows = SQL(", ").join(SQL("(%s, %s)", *row) for row in bodies.items())
    message.env.cr.execute(
        SQL(
            "INSERT INTO mail_message (res_id, body, %s)"
            " SELECT case_id, text, %s FROM mail_message, (VALUES %s) AS copies"
            " (case_id, text) WHERE id = %s",
            columns,
            columns,
            rows,
            message.id,
        )
    )
