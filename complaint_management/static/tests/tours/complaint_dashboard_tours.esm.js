import {patiently} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// Where the first unit of "Late in the period, by unit" has its number: the test
// holds it against the file.
const TABLE = {left: 190, top: 52 * 23};
const NEAR = 12;

/** The number in the first row of the table, which the grid draws and no text has. */
function findNumber() {
    return [...document.querySelectorAll(".o-dashboard-clickable-cell")].find(
        (cell) =>
            Math.abs(parseFloat(cell.style.left) - TABLE.left) < NEAR &&
            Math.abs(parseFloat(cell.style.top) - TABLE.top) < NEAR
    );
}

tours.add("complaint_dashboard_why_late", {
    steps: () =>
        patiently([
            {
                content: "All apps",
                trigger: ".o_navbar_apps_menu button",
                run: "click",
            },
            {
                content: "Open Complaints by its icon",
                trigger: ".o_app[data-menu-xmlid='complaint_management.complaint_menu_root']",
                run: "click",
            },
            {
                content: "Reporting",
                trigger:
                    "button[data-menu-xmlid='complaint_management.complaint_menu_reporting']",
                run: "click",
            },
            {
                content: "Dashboard",
                trigger:
                    "a[data-menu-xmlid='complaint_management.complaint_menu_dashboard']",
                run: "click",
            },
            {
                content: "The unit that is late most: open its cases",
                trigger: ".o-dashboard-clickable-cell",
                async run() {
                    for (let tries = 0; !findNumber(); tries++) {
                        if (tries > 200) {
                            throw new Error("The table of units shows no figure");
                        }
                        await new Promise((resolve) => setTimeout(resolve, 100));
                    }
                    findNumber().click();
                },
            },
            {
                content: "Why: its cases are grouped by root cause",
                trigger: ".o_searchview_facet:contains(Root Cause)",
            },
            {
                content: "Two of them have the same cause, and none is another unit's",
                trigger: ".o_group_header:contains(Meters swapped)",
                run() {
                    const groups = document.querySelectorAll(".o_group_header");
                    const [text] = [...groups].map((group) => group.textContent);
                    if (groups.length !== 1 || !/\b2\b/.test(text)) {
                        throw new Error(`${groups.length} causes, not 1: ${text}`);
                    }
                },
            },
            {
                content: "Open the cause",
                trigger: ".o_group_header:contains(Meters swapped)",
                run: "click",
            },
            {
                content: "Open a case",
                trigger: ".o_data_row:contains(Late at the meters 1) .o_data_cell[name=name]",
                run: "click",
            },
            {
                content: "It is the case",
                trigger: ".o_form_view:contains(Late at the meters 1)",
            },
        ]),
});
