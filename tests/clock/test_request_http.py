# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the chatter of an internal request takes (R152)."""

from odoo.tests import HttpCase, JsonRpcException, tagged

from .request_common import RequestCase


@tagged("post_install", "-at_install")
class TestRequestHttp(RequestCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed = cls._create_case(
            user_id=cls.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
        )

    def _post(self, request):
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": request._name,
                "thread_id": request.id,
                "post_data": {"body": "Wang Fang called."},
            },
        )

    def test_post(self):
        """Odoo's chatter posts as the system: the rights are looked at before."""
        protected, named = self._ask(self.closed), self._ask()
        for user in self.handler | self.head:
            user.password = user.login
            self.authenticate(user.login, user.login)
            before = protected.message_ids
            with self.subTest(user.login), self.assertRaises(JsonRpcException):
                self._post(protected)
            self.assertEqual(protected.message_ids, before)
            self.assertTrue(self._post(named)["message_id"])
