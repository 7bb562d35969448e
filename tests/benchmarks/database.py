# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Databases that rows are measured in: copies, thrown away at the end."""

import sys
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL, config


def start_odoo():
    """Read Odoo's configuration, as its own commands do; be quiet but for errors."""
    config.parse_config(["--log-level=error", "--no-http"], setup_logging=True)


def say(message):
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def _execute_outside_transaction(query):
    with db_connect("postgres").cursor() as cr:
        cr.rollback()
        cr._cnx.autocommit = True
        cr.execute(query)
        cr._cnx.autocommit = False


class Database:
    """A database with Odoo in it, and its registry."""

    def __init__(self, name):
        self.name = name

    @classmethod
    def clone(cls, source, name):
        """A copy of ``source`` under ``name``; what had that name is gone."""
        close_db(source)
        clone = cls(name)
        clone.drop()
        _execute_outside_transaction(
            SQL(
                "CREATE DATABASE %s TEMPLATE %s",
                SQL.identifier(name),
                SQL.identifier(source),
            )
        )
        return clone

    def drop(self):
        if self.name in Registry.registries:
            Registry.delete(self.name)
        close_db(self.name)
        _execute_outside_transaction(
            SQL(
                "DROP DATABASE IF EXISTS %s WITH (FORCE)",
                SQL.identifier(self.name),
            )
        )

    def load(self):
        """The registry; loading it is no part of what is measured."""
        return Registry(self.name)

    @contextmanager
    def environment(self, login=None):
        """A transaction of its own that is committed, as a user or as the system."""
        with self.load().cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield self._as(env, login)

    @contextmanager
    def trial(self, login=None):
        """The same, undone in the end: no trial sees what another one left."""
        with self.load().cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                yield self._as(env, login)
            finally:
                cr.rollback()

    @staticmethod
    def _as(env, login):
        if not login:
            return env
        user = env["res.users"].search([("login", "=", login)])
        return env(user=user.id, su=False, context=dict(user.context_get()))

    def vacuum(self, *tables):
        """Leave the tables as autovacuum would, with fresh statistics."""
        with self.load().cursor() as cr:
            cr.commit()
            cr._cnx.autocommit = True
            for table in tables:
                cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
            cr._cnx.autocommit = False


def finish_request(env):
    """What the end of a request costs before its commit: pending writes, tracking."""
    env.cr.flush()


def begin_request(env):
    """Forget what the request before has read, as a new one does."""
    env.invalidate_all()
