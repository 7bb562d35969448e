import {press, write} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Sees to the question of the button that was pressed. */
const confirm = {
    content: "Yes",
    trigger: ".modal .modal-footer .btn-primary",
    run: "click",
};

tours.add("complaint_poll_manager", {
    steps: () => [
        {
            content: "Open the configuration",
            trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_config']",
            run: "click",
        },
        {
            content: "Choose Surveys",
            trigger: ".o-dropdown--menu [data-menu-xmlid$='complaint_menu_poll']",
            run: "click",
        },
        {
            content: "Set one up",
            trigger: ".o_control_panel:has(.o_breadcrumb:contains(Surveys)) .o_list_button_add",
            run: "click",
        },
        write("name", "Customers of the tour"),
        {
            content: "It says how many would be asked",
            trigger: ".o_field_widget[name='reach_words']:contains(2 of 2)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {...press("ask_now"), trigger: `.o_form_saved ${press("ask_now").trigger}`},
        confirm,
        {
            content: "The round is being sent",
            trigger: ".o_form_view .alert-info:contains(0 of 2 have answered)",
        },
        press("close"),
        confirm,
        {
            content: "It is closed",
            trigger: ".o_arrow_button_current:contains(Closed)",
        },
        {
            content: "Go back to the survey",
            trigger: ".o_breadcrumb a:contains(Customers of the tour)",
            run: "click",
        },
        press("start"),
        confirm,
        {
            content: "It goes out by itself from now on",
            trigger: ".o_arrow_button_current:contains(Running)",
        },
    ],
});

tours.add("complaint_poll_officer", {
    steps: () => [
        {
            content: "Open the reports",
            trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_reporting']",
            run: "click",
        },
        {
            content: "Choose Survey Results",
            trigger: ".o-dropdown--menu [data-menu-xmlid$='complaint_menu_poll_round']",
            run: "click",
        },
        {
            content: "Open the round",
            trigger: ".o_data_row .o_data_cell:contains(Our customers)",
            run: "click",
        },
        {
            content: "See the answers of customers",
            trigger: "button[name='action_view_answers']",
            run: "click",
        },
        {
            content: "Take up what a dissatisfied one says",
            trigger: ".o_data_row:contains(Nobody called back) button[name='action_complaint_take_up']",
            run: "click",
        },
        {
            content: "It is a case with their words",
            trigger: ".o_form_view:contains(Nobody called back) .o_field_widget[name='partner_id']",
        },
    ],
});
