# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What category and cause are proposed from the words of a case (R180)."""

import doctest
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.complaint_management.tools.learning import classify
from odoo.addons.complaint_management.tools.learning.classify import Classifier

from ..common import ComplaintCase

# What customers write, in the languages of the house: by subject, twelve each.
SAMPLE = {
    "bill": [
        "My electricity bill is twice as high as last month",
        "The bill charges me for the shop next door",
        "Wrong amount on the invoice, I paid already",
        "You billed me twice for March, please correct the bill",
        "这个月的电费账单比上个月多了一倍",
        "账单算错了，多收了我的电费",
        "电费账单上的金额不对，请重新计算",
        "已经交过电费，账单又让我再交一次",
        "Hóa đơn tiền điện tháng này cao gấp đôi tháng trước",
        "Hóa đơn tính sai số tiền, tôi đã trả rồi",
        "Tiền điện trên hóa đơn không đúng, xin tính lại",
        "Tôi bị tính tiền hai lần trong hóa đơn tháng ba",
    ],
    "outage": [
        "No power since yesterday evening, everything in the fridge is spoiled",
        "The power fails every night in our street",
        "Power cut without any warning, we sat in the dark",
        "When does the power come back? It is dark here for two days",
        "昨天晚上开始停电，冰箱里的东西都坏了",
        "我们这条街每天晚上都停电",
        "没有通知就停电，家里一片漆黑",
        "什么时候恢复供电？已经停电两天了",
        "Mất điện từ tối hôm qua, đồ trong tủ lạnh hỏng hết",
        "Phố chúng tôi đêm nào cũng mất điện",
        "Cắt điện mà không báo trước, cả nhà tối om",
        "Bao giờ có điện lại? Mất điện hai ngày rồi",
    ],
    "manner": [
        "The clerk at the counter was rude and shouted at me",
        "Your colleague laughed at me on the phone, very impolite",
        "Nobody at the counter greeted me, the clerk was unfriendly",
        "The man at the counter was impolite and walked away",
        "柜台的工作人员态度很差，对我大喊大叫",
        "客服在电话里嘲笑我，很没有礼貌",
        "窗口的工作人员不理我，态度冷淡",
        "工作人员态度恶劣，没有礼貌就走开了",
        "Nhân viên quầy thái độ thô lỗ, quát mắng tôi",
        "Nhân viên cười nhạo tôi qua điện thoại, rất bất lịch sự",
        "Nhân viên ở quầy không chào, thái độ lạnh lùng",
        "Thái độ nhân viên bất lịch sự, bỏ đi khi tôi hỏi",
    ],
}
# Every third is kept for the examination: three times, each time others.
FOLDS = 3
LEARNED = [
    (text, subject)
    for subject, texts in SAMPLE.items()
    for number, text in enumerate(texts)
    if number % FOLDS
]
KNOWN = {subject: texts[1] for subject, texts in SAMPLE.items()}
# What has nothing to do with any of them.
STRANGE = ["xyzzy plugh qwfpgj", "Ωραία καλημέρα σας", "", "12345 67890"]


@tagged("post_install", "-at_install")
class TestClassifier(BaseCase):
    """Pure Python; no database is asked."""

    def test_it_is_right_where_it_says_something(self):
        """Measured on texts that it did not learn from, in three languages.

        27 of 36 get a proposal, 24 of these the right one. The bounds of the classifier
        were chosen with this sample in sight: it is a floor that nobody falls below
        unnoticed, no promise of what another company sees.
        """
        said, right = 0, 0
        for fold in range(FOLDS):
            learned, examined = [], []
            for subject, texts in SAMPLE.items():
                for number, text in enumerate(texts):
                    part = examined if number % FOLDS == fold else learned
                    part.append((text, subject))
            classifier = Classifier(learned)
            for text, subject in examined:
                guess = classifier.guess(text)
                said += guess is not None
                right += guess is not None and guess.label == subject
        self.assertGreaterEqual(said / sum(map(len, SAMPLE.values())), 0.7)
        self.assertGreaterEqual(right / said, 0.85)

    def test_it_says_nothing_of_what_it_does_not_know(self):
        classifier = Classifier(LEARNED)
        for text in STRANGE:
            with self.subTest(text=text):
                self.assertIsNone(classifier.guess(text))

    def test_too_little_is_no_lesson(self):
        """Few examples, one label only, or none at all."""
        text = SAMPLE["bill"][0]
        for examples in ([], LEARNED[:4], [(text, "bill")] * 50, LEARNED[::6]):
            with self.subTest(examples=len(examples)):
                self.assertIsNone(Classifier(examples).guess(text))

    def test_a_rare_label_is_not_proposed(self):
        classifier = Classifier([*LEARNED, ("gas leak in the cellar", "gas")])
        guess = classifier.guess("gas leak in the cellar")
        self.assertNotEqual(guess and guess.label, "gas")

    def test_it_is_always_the_same(self):
        texts = [texts[0] for texts in SAMPLE.values()]
        once, again = (
            [Classifier(LEARNED).guess(text) for text in texts] for _turn in range(2)
        )
        self.assertEqual(once, again)

    def test_the_examples_in_the_manual(self):
        self.assertFalse(doctest.testmod(classify).failed)


@tagged("post_install", "-at_install")
class TestSuggestion(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subjects = {
            subject: cls.env["complaint.category"].create(
                {"name": subject, "company_id": cls.company.id}
            )
            for subject in SAMPLE
        }
        cls.causes = {
            subject: cls.env["complaint.cause"].create({"name": subject})
            for subject in SAMPLE
        }
        cls.learned = cls.Complaint.create(
            [cls._prepare(text, subject) for text, subject in LEARNED]
        )
        cls.learned._write_protected({"state": "closed"})

    @classmethod
    def _prepare(cls, text, subject, **vals):
        return cls._prepare_case_vals(
            name=text,
            description=False,
            category_id=cls.subjects[subject].id,
            cause_id=cls.causes[subject].id,
            **vals,
        )

    def setUp(self):
        super().setUp()
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)

    def _ask(self, text, **vals):
        """A case without a category, as the officer sees it."""
        case = self._create_case(
            name=text, description=False, category_id=False, **vals
        )
        return case.with_user(self.officer)

    def test_it_is_proposed_and_taken_by_a_person(self):
        """Never set by itself; one press takes it."""
        case = self._ask("My bill is too high, the amount is wrong")
        self.assertEqual(case.suggested_category_id, self.subjects["bill"])
        self.assertFalse(case.category_id)
        case.action_use_suggested_category()
        self.assertEqual(case.category_id, self.subjects["bill"])
        self.assertFalse(case.suggested_category_id)

    def test_the_cause_is_proposed_while_it_is_looked_for(self):
        case = self._ask("The clerk at the counter was rude to me")
        self.assertFalse(case.suggested_cause_id)
        case.sudo()._write_protected({"state": "investigating"})
        self.assertEqual(case.suggested_cause_id, self.causes["manner"])
        case.action_use_suggested_cause()
        self.assertEqual(case.cause_id, self.causes["manner"])

    def test_nothing_is_proposed_where_it_is_known(self):
        """Nor asked: a case with its category costs nothing."""
        case = self._create_case().with_user(self.officer)
        with patch.object(
            type(self.Complaint), "_classify", side_effect=AssertionError
        ):
            self.assertFalse(case.suggested_category_id)

    def test_nothing_is_proposed_where_nobody_wants_it(self):
        self.company.complaint_suggest = False
        self.assertFalse(self._ask(KNOWN["bill"]).suggested_category_id)

    def test_another_classifier_can_be_let_in(self):
        """And what it says is held against what a case can have."""
        case = self._ask("Nothing that anybody knows")
        chosen = self.subjects["outage"]
        with patch.object(type(self.Complaint), "_classify", return_value=[chosen.id]):
            self.assertEqual(case.suggested_category_id, chosen)
        chosen.active = False
        case.invalidate_recordset(["suggested_category_id"])
        with patch.object(type(self.Complaint), "_classify", return_value=[chosen.id]):
            self.assertFalse(case.suggested_category_id)

    def test_protected_cases_teach_nothing(self):
        """By what is proposed nobody learns what stands in them (R152)."""
        case = self._ask(KNOWN["bill"])
        self.assertEqual(case.suggested_category_id, self.subjects["bill"])
        self.learned.sudo()._write_protected({"identity_mode": "confidential"})
        self.env.registry.clear_cache()
        case.invalidate_recordset()
        self.assertFalse(case.suggested_category_id)

    def test_other_companies_teach_nothing(self):
        other = self.env["res.company"].create({"name": "Other works"})
        here = self.Complaint.with_company(self.company)
        there = self.Complaint.with_company(other)
        asked = ("category_id", [KNOWN["bill"]])
        self.assertEqual(here._classify(*asked), [self.subjects["bill"].id])
        self.assertEqual(there._classify(*asked), [None])

    def test_it_is_learned_once_a_day(self):
        """Many cases on one page are asked together, and learned from once."""
        cases = self._ask(KNOWN["bill"]) | self._ask(KNOWN["outage"])
        _ = cases.mapped("suggested_category_id")
        cases.invalidate_recordset()
        with patch.object(
            type(self.Complaint), "_get_examples", side_effect=AssertionError
        ):
            self.assertEqual(len(cases.mapped("suggested_category_id")), 2)

    def test_registration_does_not_wait_for_it(self):
        with patch.object(
            type(self.Complaint), "_classify", side_effect=AssertionError
        ):
            self._create_case(category_id=False)

    def test_who_does_not_work_on_it_takes_nothing(self):
        case = self._ask(KNOWN["bill"])
        with self.assertRaises(AccessError):
            case.with_user(self.employee).action_use_suggested_category()
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).browse(
                self._create_case(identity_mode="confidential").id
            ).action_use_suggested_category()
