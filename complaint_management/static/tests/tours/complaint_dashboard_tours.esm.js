import {patiently} from "./complaint_tour_helpers.esm";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// Where the first unit of "Late in the period, by unit" has its number: the test
// holds it against the file.
const TABLE = {left: 270, top: 52 * 23};
const NEAR = 12;
// Figures by their ids, which the test holds against the file, too.
const FIGURES = {
    received: "92c40929-5033-529d-a7cd-1cc49b96080a",
    kept: "c00c81e0-b23b-547e-a90a-8f4afdaf94bc",
    months: "c4744c61-d2a0-57d7-9ca5-e3ea61976700",
    ages: "45f1d6ad-4af7-5e60-9bc0-be2e41a03387",
    causes: "5ca65c36-f101-5ce9-a944-cc3799ec37c6",
};

/** The number in the first row of the table, which the grid draws and no text has. */
function findNumber() {
    return [...document.querySelectorAll(".o-dashboard-clickable-cell")].find(
        (cell) =>
            Math.abs(parseFloat(cell.style.left) - TABLE.left) < NEAR &&
            Math.abs(parseFloat(cell.style.top) - TABLE.top) < NEAR
    );
}

const TO_DASHBOARD = [
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
];

/** Tries until it has led away from the dashboard: figures are drawn when they are there. */
async function leave(click) {
    for (let tries = 0; !document.querySelector(".o_list_view"); tries++) {
        if (tries > 100) {
            throw new Error("Nothing opens");
        }
        click();
        await new Promise((resolve) => setTimeout(resolve, 300));
    }
}

function findCanvas(id) {
    return document.querySelector(`.o-figure[data-id='${id}'] canvas`);
}

/** Clicks into the middle of a bar, once it has grown: beside it, the menu opens. */
function clickBar(id, index) {
    const canvas = findCanvas(id);
    const chart = canvas && window.Chart.getChart(canvas);
    const bar = chart?.getDatasetMeta(0).data.at(index);
    if (!bar) {
        return;
    }
    const {x, y, base} = bar.getProps(["x", "y", "base"], true);
    const isGrowing = Math.abs(bar.x - x) + Math.abs(bar.y - y) > 1;
    if (isGrowing || Math.abs(base - y) < NEAR) {
        return;
    }
    const box = canvas.getBoundingClientRect();
    const place = {clientX: box.left + x, clientY: box.top + (y + base) / 2};
    canvas.dispatchEvent(new MouseEvent("click", {...place, bubbles: true}));
}

/** A figure opens so many records, and the way back is there. */
function opens(what, count, click) {
    return [
        {
            content: `${what}: click it`,
            trigger: ".o-spreadsheet .o-figure",
            run: () => leave(click),
        },
        {
            content: `${what}: ${count} are listed, as it says`,
            trigger: `.o_pager_limit:text(${count})`,
        },
        {
            content: "Back to the dashboard",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
    ];
}

tours.add("complaint_dashboard_opens", {
    steps: () =>
        patiently([
            ...TO_DASHBOARD,
            ...opens("Received", 4, () => findCanvas(FIGURES.received)?.click()),
            ...opens("Deadlines kept", 1, () => findCanvas(FIGURES.kept)?.click()),
            ...opens("New this month", 4, () => clickBar(FIGURES.months, -1)),
            ...opens("Up to 3 days old", 3, () => clickBar(FIGURES.ages, 0)),
            ...opens("The first cause", 4, () => clickBar(FIGURES.causes, 0)),
            {content: "Back for good", trigger: ".o-spreadsheet .o-figure"},
        ]),
});

tours.add("complaint_dashboard_why_late", {
    steps: () =>
        patiently([
            ...TO_DASHBOARD,
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
