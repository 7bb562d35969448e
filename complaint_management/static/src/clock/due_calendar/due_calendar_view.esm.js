import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";

// Of Odoo's palette of events.
const RED = 1;
const AMBER = 2;
const BLUE = 4;

/** What is due, by what it is about and whose it is; late in red, near in amber. */
export class DueCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const {name, partner_name: customer} = rawRecord;
        return {
            ...super.normalizeRecord(rawRecord),
            title: customer ? `${name} · ${customer}` : name,
            colorIndex: this.getColorIndex(rawRecord),
        };
    }

    getColorIndex({is_overdue: isLate, due_soon: isSoon}) {
        if (isLate) {
            return RED;
        }
        return isSoon ? AMBER : BLUE;
    }
}

/** What is past has not been done: it is not paled out. Two lines say what it is. */
export class DueCalendarCommonRenderer extends CalendarCommonRenderer {
    eventClassNames() {
        const classNames = super
            .eventClassNames(...arguments)
            .filter((className) => className !== "o_past_event");
        return [...classNames, "o_complaint_due_event"];
    }
}

export class DueCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: DueCalendarCommonRenderer,
        week: DueCalendarCommonRenderer,
        month: DueCalendarCommonRenderer,
    };
}

registry.category("views").add("complaint_due_calendar", {
    ...calendarView,
    Model: DueCalendarModel,
    Renderer: DueCalendarRenderer,
});
