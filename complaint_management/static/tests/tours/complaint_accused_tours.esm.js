import {patiently} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function walk(name, getSteps) {
    tours.add(name, {steps: () => patiently(getSteps())});
}

// Somebody who was complained about looks for the case, and finds another one only.

const SECRET = "SECRETCASE";

/** Fails when anything of the case stands anywhere on the screen. */
function findsNothing(where) {
    return {
        content: `Nothing is in ${where}`,
        trigger: "body",
        run() {
            const screen = document.body.cloneNode(true);
            screen.querySelectorAll("script").forEach((node) => node.remove());
            // What one searches for oneself stands in the search box and its facet.
            screen
                .querySelectorAll(".o_searchview, .o_command_palette_search")
                .forEach((node) => node.remove());
            if (screen.outerHTML.includes(SECRET)) {
                throw new Error(`Something of the case is in ${where}`);
            }
        },
    };
}

function open(view) {
    return {
        content: `Switch to ${view}`,
        trigger: `.o_switch_view.o_${view}`,
        run: "click",
    };
}

function removeFilters() {
    return {
        content: "Search everywhere",
        trigger: ".o_searchview",
        run() {
            document
                .querySelectorAll(".o_searchview_facet .o_facet_remove")
                .forEach((button) => button.click());
        },
    };
}

walk("complaint_accused_looks_for_the_case", () => [
    {content: "The other case", trigger: ".o_kanban_record:contains(OPENCASE)"},
    findsNothing("the board"),
    removeFilters(),
    {
        content: "No filter is left",
        trigger: ".o_searchview:not(:has(.o_searchview_facet))",
    },
    open("list"),
    {content: "The list", trigger: ".o_list_view .o_data_row:contains(OPENCASE)"},
    {
        content: "There is one case",
        trigger: ".o_list_view .o_pager_limit:text(1)",
    },
    findsNothing("the list"),
    {
        content: "Search for it",
        trigger: ".o_searchview_input",
        run: `edit ${SECRET}`,
    },
    {
        content: "The search offers itself",
        trigger: `.o_searchview_autocomplete .o-dropdown-item:contains(${SECRET})`,
    },
    {content: "Search", trigger: ".o_searchview_input", run: "press Enter"},
    {
        content: "Nothing is found",
        trigger: ".o_list_view:not(:has(.o_data_row))",
    },
    {
        content: "It was searched for",
        trigger: `.o_searchview_facet:contains(${SECRET})`,
    },
    findsNothing("what the search found"),
    {
        content: "Open the activities",
        trigger: ".o_menu_systray button:has(i[aria-label='Activities'])",
        run: "click",
    },
    {
        content: "The one that is about the other case",
        trigger:
            ".o-mail-ActivityGroup[data-model_name='complaint.complaint']:contains(1 Today)",
    },
    {
        content: "They are counted",
        trigger: ".o-mail-ActivityMenu-counter:text(1)",
    },
    {
        content: "Close the activities",
        trigger: ".o_menu_systray button:has(i[aria-label='Activities'])",
        run: "click",
    },
    {content: "They are closed", trigger: "body:not(:has(.o-mail-ActivityMenu))"},
    {content: "Open the palette", trigger: "body", run: "press control+k"},
    {
        content: "Search there",
        trigger: ".o_command_palette_search input",
        run: `edit ${SECRET}`,
    },
    {
        content: "Nothing is found",
        trigger: ".o_command_palette_listbox_empty",
    },
    findsNothing("the palette"),
]);

walk("complaint_accused_looks_at_the_analysis", () => [
    removeFilters(),
    {
        content: "No filter is left",
        trigger: ".o_searchview:not(:has(.o_searchview_facet))",
    },
    open("list"),
    {content: "The list", trigger: ".o_list_view .o_data_row"},
    {
        content: "There is one case",
        trigger: ".o_list_view .o_pager_limit:text(1)",
    },
    findsNothing("the analysis"),
]);

walk("complaint_accused_knows_the_address", () => [
    {
        content: "They are led to the board, as with a case that does not exist",
        trigger: ".o_kanban_view .o_kanban_record:contains(OPENCASE)",
    },
    {content: "No case is open", trigger: "body:not(:has(.o_form_view))"},
    findsNothing("the answer"),
]);
