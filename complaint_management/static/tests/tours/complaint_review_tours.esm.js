import {inState, press} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// A reviewer scores what they are asked to, by mouse, from the menu.

const CRITERIA = [
    "Listen",
    "Share",
    "Clarify",
    "Illustrate",
    "Ask",
    "Times and promises",
    "The answer",
];

const scoreCriterion = (name, score) => [
    {
        content: `${name}: ${score}`,
        trigger: `li[data-criterion='${name}'] label:text(${score})`,
        run: "click",
    },
    {
        content: `${name} is ${score}`,
        trigger: `li[data-criterion='${name}'] input:checked + label:text(${score})`,
    },
];

const scoreOne = (number) => [
    {
        content: `Open review ${number}`,
        trigger: ".o_data_row:first .o_data_cell[name='reviewer_id']",
        run: "click",
    },
    inState("To Score"),
    ...CRITERIA.flatMap((name, place) =>
        scoreCriterion(name, place ? String(1 + ((number + place) % 5)) : "n/a")
    ),
    press("score"),
    inState("Scored"),
    {
        content: "What was scored stays",
        trigger: "li[data-criterion='Listen'] .badge:text(n/a)",
    },
    {
        content: "Go back to the list",
        trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a",
        run: "click",
    },
    {
        content: "The list is there",
        trigger:
            number < 10
                ? `.o_pager_limit:text(${10 - number})`
                : ".o_view_nocontent:contains(Nothing to review)",
    },
];

tours.add("complaint_review_scores_ten", {
    steps: () => [
        {
            content: "Open the apps",
            trigger: ".o_navbar_apps_menu button",
            run: "click",
        },
        {
            content: "Click the icon of the app",
            trigger:
                ".o_app[data-menu-xmlid='complaint_management.complaint_menu_root']",
            run: "click",
        },
        {
            content: "Open Steering",
            trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_steering']",
            run: "click",
        },
        {
            content: "Choose My Reviews",
            trigger: ".o-dropdown--menu [data-menu-xmlid$='complaint_menu_review_my']",
            run: "click",
        },
        {
            content: "Ten cases wait",
            trigger: ".o_pager_limit:text(10)",
        },
        ...Array.from({length: 10}, (_unused, index) => scoreOne(index + 1)).flat(),
    ],
});

tours.add("complaint_review_by_keys", {
    steps: () => [
        inState("To Score"),
        {
            content: "Go to the first criterion",
            trigger: "li[data-criterion='Listen'] fieldset",
            run() {
                this.anchor.querySelector("input").focus();
            },
        },
        ...CRITERIA.map((name, place) => ({
            content: `Press a digit for ${name}`,
            trigger: `li[data-criterion='${name}'] fieldset:has(input:focus)`,
            run: `press ${place ? 4 : 0}`,
        })),
        {
            content: "All is scored by keys",
            trigger: "li[data-criterion='The answer'] input:checked + label:text(4)",
        },
        press("score"),
        inState("Scored"),
        press("discuss"),
        inState("Discussed"),
    ],
});

tours.add("complaint_review_answer", {
    steps: () => [
        inState("Discussed"),
        {
            content: "The handler reads the name of the reviewer",
            trigger: ".o_field_widget[name='reviewer_id']:contains(review_reviewer)",
        },
        {
            content: "Answer",
            trigger: ".o_statusbar_buttons button[name='action_ask']:text(Answer)",
            run: "click",
        },
        {
            content: "Write it",
            trigger: ".modal .o_field_widget[name='words'] textarea",
            run: "edit The customer was in a hurry.",
        },
        {
            content: "Confirm",
            trigger: ".modal-footer button[name='action_confirm']",
            run: "click",
        },
        {
            content: "The answer stands there",
            trigger:
                ".o_form_view:not(:has(.modal)) .o_field_widget[name='handler_words']:contains(in a hurry)",
        },
    ],
});
