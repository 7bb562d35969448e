# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every route of every app, with the numbers of what hangs on a protected case."""

import inspect
import json
import threading
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .planting import CASE, PlantedCase
from .walking import QUIET

# They end the session, wait for news, or hand over whole databases.
NOT_OPENED = ("/web/session/", "/websocket", "/bus/", "/web/database/", "/web/assets/")


@tagged("post_install", "-at_install")
class TestWalkRoutes(PlantedCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.actors.values():
            if user.active:
                user.password = user.login

    def _get_rules(self):
        # The map asks the thread for its database, as in a request.
        with patch.object(
            threading.current_thread(), "dbname", self.env.cr.dbname, create=True
        ):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        return [rule for rule in rules if not rule.rule.startswith(NOT_OPENED)]

    def _get_value(self, name, case):
        """What a parameter may stand for, by its name."""
        records = {
            "message": "mail.message",
            "attachment": "ir.attachment",
            "activity": "mail.activity",
            "rating": "rating.rating",
        }
        if "model" in name:
            return CASE
        for word, model in records.items():
            if word in name and model in self.records:
                return max(self.records[model])
        if name == "ids":
            return str(case.id)
        if name.endswith("_ids"):
            return [case.id]
        if name in ("id", "rec_id", "docids") or name.endswith(("_id", "id")):
            return case.id
        return {"field": "finding", "domain": [], "fields": ["name"], "limit": 20}.get(
            name, "x"
        )

    def _build(self, rule, case):
        """The address of a route with the number of the case wherever one fits."""
        values = {}
        for name in rule.arguments:
            converter = rule._converters.get(name)
            kind = type(converter).__name__
            if kind == "ModelConverter":
                found = max(self.records.get(converter.model, {case.id}))
                values[name] = self.env[converter.model].browse(found)
            else:
                value = self._get_value(name, case)
                is_number = kind in ("NumberConverter", "IntegerConverter")
                values[name] = case.id if is_number and value == "x" else value
        try:
            return rule.build(values)[1]
        except Exception:
            path = rule.rule
            for _name in rule.arguments:
                start = path.index("<")
                path = f"{path[:start]}{case.id}{path[path.index('>') + 1 :]}"
            return path

    def _get_params(self, rule, case):
        endpoint = inspect.unwrap(rule.endpoint.func)
        names = [
            name
            for name, param in inspect.signature(endpoint).parameters.items()
            if name not in ("self", *rule.arguments)
            and param.kind not in (param.VAR_KEYWORD, param.VAR_POSITIONAL)
        ]
        return {
            **{name: self._get_value(name, case) for name in names},
            "thread_model": CASE,
            "thread_id": case.id,
            "res_model": CASE,
            "res_id": case.id,
            "model": CASE,
            "id": case.id,
        }

    def _open(self, rule, case):
        routing = rule.endpoint.routing
        url, params = self._build(rule, case), self._get_params(rule, case)
        if routing["type"] == "jsonrpc":
            yield self.url_open(
                url, json={"jsonrpc": "2.0", "params": params}, timeout=60
            )
            return
        methods = routing.get("methods") or ("GET", "POST")
        flat = {
            key: value for key, value in params.items() if not isinstance(value, list)
        }
        if "GET" in methods:
            yield self.opener.get(
                self.base_url() + url, params=flat, timeout=60, allow_redirects=False
            )
        if "POST" in methods:
            token = http.Request.csrf_token(self)
            yield self.url_open(
                url,
                data={**flat, "csrf_token": token},
                timeout=60,
                allow_redirects=False,
            )

    def _walk_routes(self, case):
        found = {}
        with mute_logger(*QUIET, "odoo.addons.base.models.ir_http", "werkzeug"):
            for rule in self._get_rules():
                for response in self._open(rule, case):
                    places = self._find_secrets(response.text)
                    for place in places:
                        found.setdefault(place, set()).add(rule.rule)
        for change in self._get_alarms():
            found[change] = {"some route"}
        return found

    def _assert_no_route(self, case):
        for role, user in self.actors.items():
            login = user.login if role != "stranger" else None
            self.authenticate(login, login)
            with self.subTest(role=role):
                found = self._walk_routes(case)
                self.assertFalse(found, json.dumps(found, default=sorted, indent=1))

    def test_routes(self):
        self._assert_no_route(self.confidential)

    def test_routes_of_anonymous(self):
        self._assert_no_route(self.anonymous)
