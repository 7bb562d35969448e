import {inState, write} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// Every user begins at the icon, with the mouse.

const openApp = () => [
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
];

const openAllCases = () => [
    ...openApp(),
    {
        content: "Open the menu of cases",
        trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_cases']",
        run: "click",
    },
    {
        content: "Choose all cases",
        trigger: ".o-dropdown--menu [data-menu-xmlid$='complaint_menu_all']",
        run: "click",
    },
];

tours.add("complaint_icon_opens_board", {
    steps: () => [
        ...openAllCases(),
        {
            content: "The board is there, and no dialog",
            trigger: "body:not(:has(.modal)) .o_complaint_kanban_help",
        },
        {
            content: "The menus of the app are there",
            trigger: ".o_menu_sections:contains(Cases)",
        },
        {
            content: "The dialog opens from its menu",
            trigger: ".o_menu_sections [data-menu-xmlid$='complaint_menu_register']",
            run: "click",
        },
        {
            content: "Type somebody whom nobody knows",
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit Zhao Min",
        },
        {
            content: "Go on with the mouse",
            trigger: ".modal .o_field_widget[name='demand'] textarea",
            run: "click",
        },
        {
            content: "The name was kept",
            trigger: ".modal .o_field_widget[name='partner_name'] input:value(Zhao Min)",
        },
        {
            content: "A number goes where numbers go",
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit +86 10 5555 0199",
        },
        {
            content: "Take it by its line",
            trigger: ".o_m2o_dropdown_option_create a:contains(0199)",
            run: "click",
        },
        {
            content: "The number was kept beside the name",
            trigger:
                ".modal:has(.o_field_widget[name='partner_name'] input:value(Zhao Min)) .o_field_widget[name='phone'] input:value(+86 10 5555 0199)",
        },
        write("name", "Nobody answers"),
        {
            content: "Register",
            trigger: ".modal-footer button[name='action_register']",
            run: "click",
        },
        inState("New"),
    ],
});

tours.add("complaint_icon_opens_desk", {
    steps: () => [
        ...openApp(),
        {
            content: "The desk is there, and no dialog",
            trigger: "body:not(:has(.modal)) .o_breadcrumb:contains(My Desk)",
        },
        {
            content: "It is the first of the menus",
            trigger: ".o_menu_sections > :first-child:contains(My Desk)",
        },
    ],
});

tours.add("complaint_register_asks_who", {
    steps: () => [
        ...openApp(),
        {
            content: "Register with the keyboard",
            trigger: ".o_searchview_input",
            run: "press alt+shift+r",
        },
        {
            content: "Nothing is typed yet",
            trigger: ".modal-footer button[name='action_register']",
            run: "click",
        },
        {
            content: "It says what is missing",
            trigger: ".o_notification:contains(Still missing: What Happened)",
        },
        {
            content: "And marks it, and nothing else",
            trigger:
                ".modal:not(:has(.o_field_invalid[name='name'])) .o_field_invalid[name='description']",
        },
        write("name", "No name, no number"),
        {
            content: "Register",
            trigger: ".modal-footer button[name='action_register']",
            run: "click",
        },
        {
            content: "It asks first",
            trigger: ".modal:contains(How can we reach them) button:contains(Ask Them)",
            run: "click",
        },
        {
            content: "What was typed is still there",
            trigger: ".modal .o_field_widget[name='name'] :value(No name, no number)",
        },
        {
            content: "Register",
            trigger: ".modal-footer button[name='action_register']",
            run: "click",
        },
        {
            content: "They do not say",
            trigger:
                ".modal:contains(How can we reach them) button:contains(Register Without)",
            run: "click",
        },
        inState("New"),
    ],
});

tours.add("complaint_register_next", {
    steps: () => [
        ...openApp(),
        {
            content: "Register with the keyboard",
            trigger: ".o_searchview_input",
            run: "press alt+shift+r",
        },
        {
            content: "All channels are in the list",
            trigger:
                ".modal .o_field_widget[name='channel_id'] :is(select, input, button)",
        },
        {
            content: "Type who it is",
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit Zhao Min",
        },
        write("name", "The lamp is broken"),
        {
            content: "The next one waits",
            trigger: ".modal-footer button[name='action_register_and_new']",
            run: "click",
        },
        {
            content: "The number stays to be told, and can be copied",
            trigger:
                ".modal .alert-success:contains(CMP/):has(.o_clipboard_button) [name='registered_before']",
        },
        {
            content: "The dialog is empty again",
            trigger: ".modal .o_field_widget[name='name'] :value(/^$/)",
        },
    ],
});

tours.add("complaint_search_closed", {
    steps: () => [
        ...openAllCases(),
        {
            content: "All cases are there",
            trigger: ".o_breadcrumb:contains(All Cases)",
        },
        {
            content: "A customer calls with the number of a closed case",
            trigger: ".o_searchview_input",
            run: "edit Lift stuck in March",
        },
        {
            content: "Search in the subjects and numbers",
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
            run: "click",
        },
        {
            content: "Nobody asks to register the first one",
            trigger: ".o_complaint_no_match:contains(No open case matches)",
        },
        {
            content: "Look in closed cases",
            trigger: ".o_complaint_no_match button",
            run: "click",
        },
        {
            content: "There it is",
            trigger: ".o_action_manager :contains(Lift stuck in March)",
        },
    ],
});

tours.add("complaint_note_is_no_message", {
    steps: () => [
        {
            content: "Begin a note",
            trigger: ".o-mail-Chatter-logNote",
            run: "click",
        },
        {
            content: "It says that it is for us",
            trigger: ".o-mail-Composer-input[placeholder*='For us only']",
            run: "edit Ask Wei whether she saw it",
        },
        {
            content: "Go over to a message",
            trigger: ".o-mail-Chatter-sendMessage",
            run: "click",
        },
        {
            content: "It says that the customer reads it, and nothing of the note is in it",
            trigger:
                ".o_complaint_to_customer .o-mail-Composer-input[placeholder*='To the customer']:value(/^$/)",
            run: "edit We look into it",
        },
        {
            content: "Back to the note",
            trigger: ".o-mail-Chatter-logNote",
            run: "click",
        },
        {
            content: "The note is there",
            trigger:
                ".o-mail-Chatter:not(.o_complaint_to_customer) .o-mail-Composer-input:value(Ask Wei whether she saw it)",
        },
        {
            content: "And to the message",
            trigger: ".o-mail-Chatter-sendMessage",
            run: "click",
        },
        {
            content: "The message is there",
            trigger: ".o-mail-Composer-input:value(We look into it)",
        },
        {
            content: "Send it",
            trigger: ".o-mail-Composer-send:enabled",
            run: "click",
        },
        {
            content: "It was sent",
            trigger: ".o-mail-Message:contains(We look into it)",
        },
        {
            content: "The note still waits",
            trigger: ".o-mail-Chatter-logNote",
            run: "click",
        },
        {
            content: "As it was",
            trigger: ".o-mail-Composer-input:value(Ask Wei whether she saw it)",
        },
    ],
});
