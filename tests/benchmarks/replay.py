# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a sweep wrote, written again by the database's driver alone.

The same rows, in the same number of batches and commits, and the reads without
which nobody could write them: the yardstick of the sweep.
"""

from psycopg2.extras import execute_values

from odoo.tools import SQL

BATCH = 200
INSERTED = ("complaint_clock_event", "mail_message", "mail_tracking_value")
UPDATED = ("complaint_clock", "complaint_complaint")


class Recording:
    """The rows that are about to be written for some clocks.

    :param cr: the cursor to read and write with
    :param list clock_ids: the clocks that are due
    """

    def __init__(self, cr, clock_ids):
        self.cr = cr
        self.clock_ids = clock_ids
        self.types = {table: self._get_types(table) for table in INSERTED + UPDATED}
        self.changed = {}
        self.last = {table: self._get_last_id(table) for table in INSERTED}
        self.before = {table: self._read_updated(table) for table in UPDATED}
        self.inserted, self.after = {}, {}

    def take(self):
        """Note what was written since."""
        self.inserted = {table: self._read_inserted(table) for table in INSERTED}
        self.after = {table: self._read_updated(table) for table in UPDATED}
        self.changed = {table: self._get_changed(table) for table in UPDATED}

    def undo(self):
        for table in reversed(INSERTED):
            self.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE id > %s",
                    SQL.identifier(table),
                    self.last[table],
                )
            )
        for table in UPDATED:
            self._update(table, self.before[table].values())

    def replay(self):
        """Do it all over again, batch by batch, as the sweep does."""
        count = -(-len(self.clock_ids) // BATCH)
        parts = {
            table: _split(list(rows), count)
            for table, rows in (
                *self.inserted.items(),
                *((table, rows.values()) for table, rows in self.after.items()),
            )
        }
        for index in range(count):
            self._lock()
            for table in INSERTED:
                self._insert(table, parts[table][index])
            for table in UPDATED:
                self._update(table, parts[table][index])
            self.cr.commit()
        self._lock()

    # ------------------------------------------------------------------
    # The database
    # ------------------------------------------------------------------

    def _lock(self):
        """Find the next clocks and read all about them and their cases."""
        self.cr.execute(
            """
            SELECT *
              FROM complaint_clock k
              JOIN complaint_complaint c ON c.id = k.complaint_id
             WHERE k.state = 'running'
               AND k.next_event_at <= now() AT TIME ZONE 'utc'
             ORDER BY k.next_event_at
             LIMIT %s
               FOR NO KEY UPDATE OF k SKIP LOCKED
            """,
            (BATCH,),
        )
        return self.cr.fetchall()

    def _get_last_id(self, table):
        self.cr.execute(
            SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table))
        )
        return self.cr.fetchone()[0]

    def _read_inserted(self, table):
        return self._read(table, SQL("id > %s", self.last[table]))

    def _read_updated(self, table):
        condition = SQL("id IN %s", tuple(self.clock_ids))
        if table != "complaint_clock":
            condition = SQL(
                "id IN (SELECT complaint_id FROM complaint_clock WHERE %s)", condition
            )
        return {row["id"]: row for row in self._read(table, condition)}

    def _read(self, table, condition):
        """Rows as text, which goes back into a column of any type."""
        columns = self.types[table]
        self.cr.execute(
            SQL(
                "SELECT %s FROM %s WHERE %s ORDER BY id",
                SQL(", ").join(
                    SQL("%s::text", SQL.identifier(name)) for name in columns
                ),
                SQL.identifier(table),
                condition,
            )
        )
        return [dict(zip(columns, row, strict=True)) for row in self.cr.fetchall()]

    def _get_types(self, table):
        self.cr.execute(
            SQL(
                "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                table,
            )
        )
        return dict(self.cr.fetchall())

    def _insert(self, table, rows):
        if rows:
            columns = ", ".join(f'"{name}"' for name in rows[0])
            execute_values(
                self.cr._obj,
                f"INSERT INTO {table} ({columns}) VALUES %s",
                [tuple(row.values()) for row in rows],
                page_size=BATCH,
            )

    def _update(self, table, rows):
        """Write those columns that the sweep changes."""
        changed = self.changed[table]
        rows = [[row[name] for name in ("id", *changed)] for row in rows]
        if not (changed and rows):
            return
        assigned = ", ".join(
            f'"{name}" = v."{name}"::{kind}' for name, kind in changed.items()
        )
        names = ", ".join(f'"{name}"' for name in ("id", *changed))
        execute_values(
            self.cr._obj,
            f"UPDATE {table} t SET {assigned} FROM (VALUES %s) AS v({names})"
            " WHERE t.id = v.id::int",
            rows,
            page_size=BATCH,
        )

    def _get_changed(self, table):
        """The columns that differ now, with their types."""
        before, after = self.before[table], self.after[table]
        return {
            name: kind
            for name, kind in self.types[table].items()
            if any(row[name] != before[key][name] for key, row in after.items())
        }


def _split(rows, count):
    """``rows`` in ``count`` parts of about the same size."""
    size = -(-len(rows) // count)
    return [rows[index * size : (index + 1) * size] for index in range(count)]
