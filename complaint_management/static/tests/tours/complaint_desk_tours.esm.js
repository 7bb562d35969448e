import {inState, patiently, write} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// What a person sees first in the morning, with the mouse, from the icon of the app.

const openDesk = () => [
    {
        content: "Open the apps",
        trigger: ".o_navbar_apps_menu button",
        run: "click",
    },
    {
        content: "Click the icon of the app",
        trigger: ".o_app[data-menu-xmlid='complaint_management.complaint_menu_root']",
        run: "click",
    },
    {
        content: "The desk is there, and no dialog",
        trigger: "body:not(:has(.modal)) .o_breadcrumb:contains(My Desk)",
    },
];

const row = (what) => `.o_data_row:contains(${what})`;

const step = (what, label) => ({
    content: `Press ${label} of ${what}`,
    trigger: `${row(what)} button.o_complaint_desk_step:contains(${label})`,
    run: "click",
});

const back = {
    content: "Back to the desk",
    trigger: ".o_breadcrumb a:contains(My Desk), .breadcrumb-item a:contains(My Desk)",
    run: "click",
};

tours.add("complaint_desk_morning", {
    steps: () =>
        patiently([
            ...openDesk(),
            {
                content: "What is late stands first",
                trigger: ".o_group_header:first:contains(Late)",
            },
            step("Meter was read wrong", "Acknowledge"),
            {
                content: "It was done, and the next step is offered",
                trigger: `${row("Meter was read wrong")} .o_complaint_desk_step:contains(Assess)`,
            },
            step("Lift is stuck", "Make the Call"),
            write("summary", "The technician comes at ten"),
            {
                content: "Log the call",
                trigger: ".modal-footer .o_form_button_save",
                run: "click",
            },
            {
                content: "The call does not wait any more",
                trigger:
                    "body:not(:has(.modal)):not(:has(.o_data_row:contains(Promised call)))",
            },
            step("Lamp is broken", "Read and Answer"),
            inState("Acknowledged"),
            back,
            {
                content: "Open a row with a click on it",
                trigger: `${row("Label the meters")} .o_data_cell[name='what']`,
                run: "click",
            },
            {
                content: "The action is open",
                trigger: ".o_statusbar_buttons button:contains(Done)",
            },
            back,
            {
                content: "Look for one case",
                trigger: ".o_searchview_input",
                run: "edit Lamp",
            },
            {
                content: "By number or subject",
                trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
                run: "click",
            },
            {
                content: "Only that one is left",
                trigger: `.o_list_view:not(:has(${row("Lift is stuck")})) ${row("Lamp is broken")}`,
            },
        ]),
});

tours.add("complaint_desk_search_all", {
    steps: () =>
        patiently([
            ...openDesk(),
            {
                content: "A customer calls with a case that waits for nobody",
                trigger: ".o_searchview_input",
                run: "edit Lift stuck in March",
            },
            {
                content: "Search on the desk",
                trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
                run: "click",
            },
            {
                content: "Search in all cases",
                trigger:
                    ".o_complaint_no_match:contains(Nothing on this desk matches) button",
                run: "click",
            },
            {
                content: "There it is, closed as it is",
                trigger: `.o_list_view ${row("Lift stuck in March")}`,
            },
        ]),
});

tours.add("complaint_desk_team", {
    steps: () =>
        patiently([
            ...openDesk(),
            {
                content: "Open the menu of cases",
                trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_cases']",
                run: "click",
            },
            {
                content: "Choose the desk of the team",
                trigger:
                    ".o-dropdown--menu [data-menu-xmlid$='complaint_menu_desk_team']",
                run: "click",
            },
            {
                content: "Open what the handler has to do",
                trigger: ".o_group_header:contains(Hannah Okafor)",
                run: "click",
            },
            {
                content: "Open the first group",
                trigger: ".o_group_header:contains(Late)",
                run: "click",
            },
            {
                content: "Choose a case",
                trigger: `${row("Meter was read wrong")} .o_list_record_selector input`,
                run: "click",
            },
            {
                content: "Give it to somebody else",
                trigger: "button[name='action_assign']",
                run: "click",
            },
            {
                content: "To whom",
                trigger: ".modal .o_field_widget[name='user_id'] input",
                run: "edit Colin",
            },
            {
                content: "Colin",
                trigger: ".o-autocomplete--dropdown-item:contains(Colin Baker)",
                run: "click",
            },
            {
                content: "Assign",
                trigger: ".modal-footer button[name='action_confirm']",
                run: "click",
            },
            {
                content: "It is on the other desk",
                trigger:
                    "body:not(:has(.modal)) .o_group_header:contains(Colin Baker)",
            },
        ]),
});
