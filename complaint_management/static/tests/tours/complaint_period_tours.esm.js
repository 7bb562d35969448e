import {patiently} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const delay = (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

function hasCome(path) {
    const answers = performance.getEntriesByType("resource");
    return answers.some((answer) => new URL(answer.name).pathname === path);
}

const tours = registry.category("web_tour.tours");

// A manager has the report of the last month made, reads it, edits it and prints it.
tours.add("complaint_manager_prints_the_month", {
    steps: () =>
        patiently([
            {
                content: "A new report",
                trigger: ".o_list_button_add",
                run: "click",
            },
            {
                content: "Of the last month, as it is offered",
                trigger: ".o_form_view button[name=action_make]:contains(Make It)",
                run: "click",
            },
            {
                content: "Its figures and a chart are there",
                trigger: ".o_period_report:contains(Complaints Received):has(svg)",
            },
            {
                content: "To its text",
                trigger: ".o_notebook .nav-link:contains(Text)",
                run: "click",
            },
            {
                content: "Say what is behind it",
                trigger: "div[name=summary] .odoo-editor-editable",
                run: "editor Two meters were swapped.",
            },
            {
                content: "It is as it shall be",
                trigger: "button[name=action_release]",
                run: "click",
            },
            {
                content: "Back to the report",
                trigger: ".o_arrow_button_current:contains(Ready)",
            },
            {
                content: "As it will be printed",
                trigger: ".o_notebook .nav-link:contains(Report)",
                run: "click",
            },
            {
                content: "It says what was written",
                trigger: ".o_period_report:contains(Two meters were swapped.)",
            },
            {
                content: "Print it",
                trigger: ".o_form_view button:contains(Print)",
                run: "click",
            },
            {
                content: "The file has come",
                trigger: ".o_form_view",
                async run() {
                    while (!hasCome("/report/download")) {
                        await delay(50);
                    }
                },
            },
        ]),
});
